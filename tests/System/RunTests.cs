using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using FastPaas.Runtime.Telemetry;
using Xunit;

namespace FastPaas.SystemTests;

public sealed class RunTests
{
    const int Interrupt = 2, Kill = 9, Terminate = 15;

    [Test]
    [Arguments(Interrupt)]
    [Arguments(Terminate)]
    public void A_signal_ends_it_with_final_counters_and_no_mbuf_lost(int signal)
    {
        using Instance instance = Instance.Start(Checkout.Wire, "--json", "--port", "left=open_loop,rate_pps=100000");
        Thread.Sleep(300);
        Finished end = instance.Stop(signal);
        Assert.Equal(0, end.ExitCode);
        using JsonDocument report = JsonDocument.Parse(end.Output);
        JsonElement conservation = report.RootElement.GetProperty("counters").GetProperty("conservation");
        Assert.True(conservation.GetProperty("received_packets").GetUInt64() > 0);
        Assert.Equal(0, conservation.GetProperty("leaked_mbufs").GetInt64());
        Assert.True(conservation.GetProperty("is_conserved").GetBoolean());
        Assert.Empty(Directory.GetFiles(instance.State, "*.sock"));
    }

    [Test]
    public void A_ring_that_is_full_of_packets_loses_none_at_the_end()
    {
        using Instance instance = Instance.Start(
            Checkout.Wire, "--port", "left=open_loop,rate_pps=1000000", "--port", "right=net_ring0");
        Thread.Sleep(300);
        Finished end = instance.Stop(Terminate);
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("conserved:", end.Output, StringComparison.Ordinal);
    }

    [Test]
    public void Its_counters_can_be_read_from_the_file_while_it_runs()
    {
        using Instance instance = Instance.Start(Checkout.Wire);
        using CounterReader reader = CounterReader.Open(Path.Combine(instance.State, instance.Name + ".counters"));
        Assert.Equal(instance.ProcessId, reader.ProcessId);
        Assert.Equal(InstanceState.Running, reader.State);
        int slot = reader.Names.ToList().IndexOf("lcore.polls");
        ulong before = reader.Read()[slot];
        Thread.Sleep(200);
        Assert.True(reader.Read()[slot] > before);
    }

    [Test]
    public void Stats_asks_a_running_instance()
    {
        using Instance instance = Instance.Start(Checkout.Wire);
        Thread.Sleep(200);
        Finished stats = instance.Ask("stats", "--json");
        Assert.Equal(0, stats.ExitCode);
        Assert.Contains("rx_packets", stats.Output, StringComparison.Ordinal);
    }

    [Test]
    public void Two_instances_run_side_by_side()
    {
        using Instance one = Instance.Start(Checkout.Wire), two = Instance.Start(Checkout.Wire);
        Thread.Sleep(300);
        Assert.True(one.Counter("lcore.polls") > 0);
        Assert.True(two.Counter("lcore.polls") > 0);
    }

    [Test]
    public void A_second_instance_of_the_same_name_is_refused_in_a_sentence()
    {
        using Instance instance = Instance.Start(Checkout.Wire);
        Finished second = instance.Ask("run");
        Assert.Equal(4, second.ExitCode);
        Assert.Contains($"an instance named {instance.Name} is already running", second.Error, StringComparison.Ordinal);
    }

    [Test]
    public void After_a_kill_the_name_is_free()
    {
        using Instance instance = Instance.Start(Checkout.Wire);
        instance.Stop(Kill);
        Assert.True(File.Exists(Path.Combine(instance.State, instance.Name + ".sock")));
        Finished again = instance.Ask("run", "--duration", "0.2");
        Assert.Equal(0, again.ExitCode);
    }

    [Test]
    public void Hostile_bytes_on_the_control_socket_do_no_harm()
    {
        using Instance instance = Instance.Start(Checkout.Wire);
        Assert.Contains("\"ok\":false", instance.SocketLine("garbage"), StringComparison.Ordinal);
        Assert.Contains("\"ok\":false", instance.SocketLine(new string('{', 60_000)), StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", instance.SocketLine("{\"version\":1,\"verb\":\"version\"}"), StringComparison.Ordinal);
        Assert.Equal(0, instance.Stop(Terminate).ExitCode);
    }

    [Test]
    [Arguments("net_af_packet0,iface=nosuchif", "there is no network interface nosuchif")]
    [Arguments("net_af_packet0", "doesn't say which interface")]
    [Arguments("net_nosuch0", "no driver \"net_nosuch\"")]
    [Arguments("0000:ff:1f.7", "no PCI device 0000:ff:1f.7")]
    [Arguments("net_pcap0,rx_pcap=/no/such.pcap", "there is no capture /no/such.pcap")]
    [Arguments("net_null1", "both have the device net_null1")]
    [Arguments("open_loop", "wants a rate")]
    public void A_device_that_cannot_be_is_one_sentence(string device, string sentence)
    {
        string[] run = ["run", "--instance", "refused", "--duration", "1", "--port", $"left={device}"];
        Finished end = Command.Run(Checkout.Wire, run);
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains(sentence, end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        Assert.InRange(end.Error.Trim().Split('\n').Length, 1, 2);
    }

    [Test]
    public void It_runs_on_one_cpu_and_warns()
    {
        Command.Require("taskset");
        Finished end = Command.Run("taskset", ["-c", "0", Checkout.Wire, "run", "--instance", "alone", "--duration", "0.5"]);
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("packets wait for both", end.Error, StringComparison.Ordinal);
    }

    [Test]
    [Arguments("allocate", "RhpGcAlloc")]
    [Arguments("trap", "outside its array or packet")]
    public void Packet_code_that_breaks_a_rule_ends_the_process_with_a_sentence(string how, string sentence)
    {
        const int Aborted = 128 + 6;
        Finished end = Command.Run(Checkout.Probe, ["break", how]);
        Assert.Equal(Aborted, end.ExitCode);
        Assert.Contains(sentence, end.Error, StringComparison.Ordinal);
    }
}
