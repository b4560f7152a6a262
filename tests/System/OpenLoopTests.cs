using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>The source on which loss is measured: it must show one.</summary>
public sealed class OpenLoopTests
{
    const int WaitingMax = 1024;

    [Test]
    public void A_stall_of_2_ms_at_a_million_packets_a_second_loses_what_the_queue_cannot_hold()
    {
        Finished end = Command.Run(Checkout.Probe, ["stall", "20"]);
        Assert.Equal(0, end.ExitCode);
        foreach (ulong[] each in Rows(end.Output))
        {
            // 5% for two clocks that need not agree.
            Assert.True(each[2] >= 1900, "fewer packets fell due than 2 ms hold");
            // What was waiting before the stall had room taken away; everything beyond the queue is lost.
            Assert.InRange(each[1], each[2] - WaitingMax, each[2]);
        }
    }

    [Test]
    public void Polled_without_a_break_it_loses_nothing() =>
        Assert.Contains(Rows(Command.Run(Checkout.Probe, ["stall", "40"]).Output), each => each[0] == 0);

    [Test]
    public void Every_packet_of_it_comes_back() =>
        Assert.Equal("0", Command.Run(Checkout.Probe, ["stall", "3"]).Output.Trim().Split('\n')[^1]);

    /// <summary>What waits longest fell due when the pause began.</summary>
    [Test]
    public void A_packet_took_as_long_as_from_when_it_fell_due_until_it_was_sent()
    {
        Finished end = Command.Run(Checkout.Probe, ["latency"]);
        Assert.True(end.ExitCode == 0, end.Error);
        ulong[] row = Assert.Single(Rows(end.Output));
        Assert.True(row[1] >= 1_900_000, $"the slowest packet took {row[1]} ns, and a pause was 2 ms");
        Assert.True(row[0] < row[1] && row[1] < row[2], end.Output);
        Assert.Equal(0ul, row[3]);
    }

    [Test]
    public void The_loss_is_in_the_counters_of_a_running_instance()
    {
        using Instance instance = Instance.Start(Checkout.Wire, "--port", "left=open_loop,rate_pps=1000000");
        Command.Run("kill", ["-STOP", instance.ProcessId.ToString()]);
        Thread.Sleep(20);
        Command.Run("kill", ["-CONT", instance.ProcessId.ToString()]);
        Thread.Sleep(200);
        Assert.True(instance.Counter("port.left.lost") >= 10_000);
    }

    static ulong[][] Rows(string output) =>
        [.. output.Split('\n').Where(line => line.Contains(',')).Select(line => line.Split(',').Select(ulong.Parse).ToArray())];
}
