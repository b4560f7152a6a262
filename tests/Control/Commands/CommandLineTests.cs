using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using FastPaas.Runtime;
using Xunit;

namespace FastPaas.Control.Tests.Commands;

public sealed class CommandLineTests
{
    [Test]
    [Arguments("--help")]
    [Arguments("--version")]
    [Arguments("run", "--help")]
    [Arguments("replay", "--help")]
    [Arguments("explain", "--help")]
    [Arguments("describe", "--help")]
    [Arguments("stats", "--help")]
    [Arguments("bench", "--help")]
    [Arguments("describe")]
    public void These_need_nothing(params string[] arguments)
    {
        Invocation done = Invocation.Of(HandGraph.Marker, arguments);
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        Assert.NotEmpty(done.Output);
    }

    [Test]
    [Arguments()]
    [Arguments("walk")]
    [Arguments("replay")]
    [Arguments("replay", "in.pcap")]
    [Arguments("replay", "in.pcap", "out.pcap", "more")]
    [Arguments("explain")]
    [Arguments("describe", "--yaml")]
    [Arguments("bench", "--seconds", "0")]
    [Arguments("bench", "--seconds", "nan")]
    [Arguments("bench", "--seconds", "many")]
    [Arguments("run", "--duration", "-1")]
    [Arguments("run", "--port", "in")]
    [Arguments("run", "--port", "in=")]
    [Arguments("run", "--port", "nowhere=net_null0")]
    [Arguments("run", "--port", "in=net_null0", "--port", "in=net_null1")]
    [Arguments("run", "--instance", "../x")]
    [Arguments("stats", "--instance", "")]
    [Arguments("explain", "00", "--port", "out")]
    public void A_wrong_command_line_is_a_usage_error(params string[] arguments)
    {
        Invocation done = Invocation.Of(HandGraph.Marker, arguments);
        Assert.Equal(ExitCode.Usage, done.ExitCode);
        Assert.NotEmpty(done.Error);
        Assert.DoesNotContain("   at ", done.Error + done.Output);
    }

    [Test]
    public void Describe_prints_graph_lines_and_proofs() =>
        Golden.Check("describe.txt", WithoutBuild(Invocation.Of(HandGraph.Marker, "describe").Output));

    static string WithoutBuild(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("FastPaas ")));

    [Test]
    public void Describe_as_json_lists_the_counters_by_slot()
    {
        using var report = JsonDocument.Parse(Invocation.Of(HandGraph.Marker, "describe", "--json").Output);
        Assert.Equal(
            HandGraph.Marker.CounterNames,
            report.RootElement.GetProperty("counters").GetProperty("names").EnumerateArray().Select(name => name.GetString()!));
    }

    [Test]
    public void Stats_of_nobody_is_one_sentence()
    {
        using var folder = new TempFolder();
        Invocation done = Invocation.Of(HandGraph.Wire, "stats", "--state-dir", folder.Path);
        Assert.Equal((ExitCode.Refused, $"wire: no instance wire is running (looked in {folder.Path}).\n"),
            (done.ExitCode, done.Error));
    }

    [Test]
    public void Bench_reports_graph_and_empty_pass()
    {
        using var report = JsonDocument.Parse(Invocation.Of(HandGraph.Marker, "bench", "--seconds", "0.05", "--json").Output);
        Assert.True(report.RootElement.GetProperty("packet_ns").GetProperty("median").GetDouble() > 0);
        Assert.True(report.RootElement.GetProperty("empty_ns").GetProperty("median").GetDouble() > 0);
        Assert.Equal(0, report.RootElement.GetProperty("unreached_nodes").GetArrayLength());
    }

    [Test]
    public void Bench_ends_when_it_is_asked_to()
    {
        Invocation done = Invocation.Of(
            HandGraph.Marker, _ => throw new InvalidOperationException(), new CancellationToken(canceled: true),
            "bench", "--seconds", "600");
        Assert.Equal((ExitCode.Interrupted, "marker: interrupted.\n"), (done.ExitCode, done.Error));
    }

    [Test]
    [Arguments("run")]
    [Arguments("stats")]
    public void An_empty_state_directory_is_a_usage_error(string command)
    {
        Invocation done = Invocation.Of(HandGraph.Wire, command, "--state-dir", "");
        Assert.Equal(ExitCode.Usage, done.ExitCode);
        Assert.StartsWith("wire: --state-dir: the directory's name is empty.\n", done.Error);
    }

    [Test]
    public void Run_is_ready_then_counts_then_ends()
    {
        ulong[] counters = [10, 600, 0, 0, 0, 0, 9, 540, 1];
        Invocation done = Invocation.Of(
            HandGraph.Wire, _ => new FakeDataPlane(counters), new CancellationToken(canceled: true), "run");
        Assert.Equal(ExitCode.Ok, done.ExitCode);
        Assert.Contains("no hugepages: using pages of 4 KiB\nready: graph wire, instance wire, pid ", done.Error);
        Assert.EndsWith("stopping: asked to\n", done.Error);
        Assert.Contains("port.a.lost      7\n", done.Output);
        Assert.EndsWith("conserved: 10 received = 9 sent + 1 dropped\n", done.Output);
    }

    [Test]
    public void Run_hands_on_what_it_was_asked_for()
    {
        DataPlaneOptions? asked = null;
        Invocation.Of(
            HandGraph.Wire, options => Note(options), new CancellationToken(canceled: true),
            "run", "--port", "a=net_pcap0,rx_pcap=x=y", "--instance", "blue-1", "--state-dir", "/tmp/x", "--lcores", "0,1");
        Assert.Equal(("blue-1", "/tmp/x", "0,1", "net_pcap0,rx_pcap=x=y"),
            (asked!.Instance, asked.StateDirectory, asked.Lcores, asked.Devices["a"]));

        FakeDataPlane Note(DataPlaneOptions options)
        {
            asked = options;
            return new FakeDataPlane(new ulong[9]);
        }
    }

    [Test]
    [Arguments(false, "run")]
    [Arguments(true, "run", "--unprotected")]
    public void Run_starts_what_nothing_confines_only_if_it_is_told_to(bool isAllowed, params string[] arguments)
    {
        bool? asked = null;
        Invocation.Of(HandGraph.Wire, options =>
        {
            asked = options.AllowsUnprotected;
            return new FakeDataPlane(new ulong[9]);
        }, new CancellationToken(canceled: true), arguments);
        Assert.Equal(isAllowed, asked);
    }

    [Test]
    public void Run_stops_what_it_started()
    {
        var plane = new FakeDataPlane(new ulong[9]);
        Invocation.Of(HandGraph.Wire, _ => plane, CancellationToken.None, "run", "--duration", "0.01");
        Assert.True(plane.IsStopped);
    }

    [Test]
    public void Run_fails_when_packets_or_mbufs_are_missing()
    {
        Invocation done = Invocation.Of(
            HandGraph.Wire, _ => new FakeDataPlane([10, 0, 0, 0, 0, 0, 8, 0, 1], leaked: 3),
            new CancellationToken(canceled: true), "run");
        Assert.Equal(ExitCode.Failed, done.ExitCode);
        Assert.Contains("NOT conserved: 10 packets were received, 8 sent and 1 dropped", done.Output);
        Assert.Contains("NOT conserved: 3 mbufs didn't come back", done.Output);
    }

    [Test]
    public void What_the_machine_lacks_comes_with_the_fix()
    {
        Invocation done = Invocation.Of(
            HandGraph.Wire, _ => throw new EnvironmentException("eth9 isn't there.", "ip link"), CancellationToken.None, "run");
        Assert.Equal((ExitCode.Environment, "wire: eth9 isn't there.\n  try: ip link\n"), (done.ExitCode, done.Error));
    }

    [Test]
    public void A_bug_is_one_sentence_too()
    {
        Invocation done = Invocation.Of(
            HandGraph.Wire, _ => throw new InvalidOperationException("Boom."), CancellationToken.None, "run");
        Assert.Equal(
            "wire: internal error: InvalidOperationException: Boom. Please report it with the command line.\n", done.Error);
        Assert.Equal(ExitCode.Internal, done.ExitCode);
    }

    [Test]
    public void A_full_disk_behind_standard_output_is_one_sentence()
    {
        var error = new StringWriter();
        // Not disposed: that would throw the same again.
        var full = new StreamWriter("/dev/full") { AutoFlush = true };
        int code = CommandLine.Invoke(
            new CommandContext(HandGraph.Wire, full, error, _ => throw new InvalidOperationException(), CancellationToken.None),
            ["describe"]);
        Assert.Equal((ExitCode.Environment, "wire: the output can't be written: the disk is full.\n"), (code, error.ToString()));
    }
}
