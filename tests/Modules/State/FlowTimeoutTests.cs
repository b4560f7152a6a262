using System;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests.State;

/// <summary>When flows time out: never before their class says so, and not much later, if bursts come.</summary>
public sealed unsafe class FlowTimeoutTests
{
    const ulong Second = FlowBox.CyclesPerSecond;
    static readonly uint[] timeouts = FlowBox.TimeoutSeconds;

    static TestFlow Flow(uint id, FlowClass flowClass) => new(id, id * 0x9e37_79b9_7f4a_7c15, flowClass);

    [Test]
    [Arguments(FlowClass.Other)]
    [Arguments(FlowClass.Udp)]
    [Arguments(FlowClass.Icmp)]
    [Arguments(FlowClass.TcpOpening)]
    [Arguments(FlowClass.TcpEstablished)]
    [Arguments(FlowClass.TcpClosing)]
    public void A_flow_lives_as_long_as_its_class_says_and_a_sixteenth_more_at_most(FlowClass flowClass)
    {
        using FlowBox box = new(1_000);
        uint timeout = timeouts[(int)flowClass];
        box.Run(Flow(1, flowClass));
        Idle(box, timeout * Second);
        Assert.Equal((nuint)1, box.Table->Count);
        // Ticks, and a round of the sweep, which takes an eighth of the shortest timeout.
        Idle(box, timeout * Second / 16 + 8 * Second);
        Assert.Equal((nuint)0, box.Table->Count);
        Assert.Equal(1ul, box.Table->Counts.Expired);
    }

    [Test]
    public void A_flow_that_goes_on_lives_on()
    {
        using FlowBox box = new(1_000);
        for (int i = 0; i < 100; i++)
        {
            box.Run(Flow(1, FlowClass.Icmp), Flow(2, FlowClass.Udp));
            Idle(box, 50 * Second);
        }
        Assert.Equal([101ul, 101ul], box.Run(Flow(1, FlowClass.Icmp), Flow(2, FlowClass.Udp)));
    }

    /// <summary>A silence longer than 256 ticks, after which no age means anything but for how little the clock went on.
    /// </summary>
    [Test]
    [Arguments(100u)]
    [Arguments(256u)]
    [Arguments(257u)]
    [Arguments(1_000u)]
    [Arguments(100_000u)]
    public void After_a_silence_old_flows_go_within_a_timeout_and_new_ones_stay(uint silenceSeconds)
    {
        using FlowBox box = new(10_000);
        for (uint id = 0; id < 5_000; id += 50)
            box.Run([.. Enumerable.Range(0, 50).Select(i => Flow(id + (uint)i, FlowClass.Icmp))]);
        box.NowCycles += silenceSeconds * Second;
        TestFlow young = Flow(9_999, FlowClass.Icmp);
        box.Run(young);
        Idle(box, 59 * Second);
        Assert.Equal(1, box.Flows().Count);
        Assert.Equal(2ul, box.Run(young)[0]);
    }

    [Test]
    public void A_clock_that_goes_back_lets_nobody_time_out()
    {
        using FlowBox box = new(1_000);
        box.NowCycles = 1_000 * Second;
        box.Run(Flow(1, FlowClass.Icmp));
        box.NowCycles = Second;
        Idle(box, 40 * Second);
        Assert.Equal((nuint)1, box.Table->Count);
    }

    /// <summary>SYN, the rest, FIN or RST, and what comes behind it.</summary>
    [Test]
    public void A_connection_opens_is_established_and_closes()
    {
        using FlowBox box = new(1_000);
        TestFlow In(FlowClass packet) => Flow(7, packet);
        FlowClass Now() => (FlowClass)FlowGroup.ClassOf(box.Table->GroupOf(Slot(box)), Slot(box) % FlowGroup.Slots);
        (FlowClass, FlowClass)[] packets =
        [
            (FlowClass.TcpOpening, FlowClass.TcpOpening), (FlowClass.TcpEstablished, FlowClass.TcpEstablished),
            (FlowClass.TcpEstablished, FlowClass.TcpEstablished), (FlowClass.TcpClosing, FlowClass.TcpClosing),
            (FlowClass.TcpEstablished, FlowClass.TcpClosing), (FlowClass.TcpOpening, FlowClass.TcpOpening),
        ];
        foreach ((FlowClass packet, FlowClass expected) in packets)
        {
            box.Run(In(packet));
            Assert.Equal(expected, Now());
        }
        Assert.Equal((nuint)1, box.Table->Count);
    }

    static nuint Slot(FlowBox box)
    {
        nuint slot = 0;
        while (!box.Table->HasFlow(slot)) slot++;
        return slot;
    }

    /// <summary>Bursts of nobody, ten a second.</summary>
    static void Idle(FlowBox box, ulong cycles)
    {
        for (ulong passed = 0; passed < cycles; passed += Second / 10)
        {
            box.NowCycles += Math.Min(Second / 10, cycles - passed);
            box.Run();
        }
    }
}
