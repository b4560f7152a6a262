using System;
using FastPaas.Runtime.Scheduling;
using Xunit;

namespace FastPaas.Runtime.Tests.Scheduling;

/// <summary>How long bursts become, and who pays for what the machine takes.</summary>
public sealed class BurstMeterTests
{
    const uint BurstCycles = 52_000, PacketsMax = 64;

    [Test]
    [Arguments(100u, 64u)]
    [Arguments(2_600u, 20u)]
    [Arguments(500_000u, 1u)]
    public void A_burst_is_as_long_as_its_budget(uint packetCycles, uint expected)
    {
        BurstMeter meter = BurstMeter.Create();
        for (int i = 0; i < 500; i++)
        {
            uint packets = meter.Burst(1_000, PacketsMax, BurstCycles);
            meter.Charge(packets * packetCycles, packets);
        }
        Assert.InRange(meter.Burst(1_000, PacketsMax, BurstCycles), Math.Max(expected * 9 / 10, 1), expected);
        Assert.Equal(1u, meter.Burst(1, PacketsMax, BurstCycles));
    }

    [Test]
    public void Whose_packets_become_dear_makes_one_long_burst()
    {
        BurstMeter meter = Usual(100);
        Assert.Equal(64u, meter.Burst(1_000, PacketsMax, BurstCycles));
        // More than the credit: no stall is that long.
        meter.Charge(64 * 100_000, 64);
        Assert.Equal(1u, meter.Burst(1_000, PacketsMax, BurstCycles));
    }

    [Test]
    public void What_the_machine_takes_is_not_charged()
    {
        BurstMeter meter = Usual(100);
        ulong billed = meter.BilledCycles;
        uint charged = meter.Charge(6_400 + 50_000, 64);
        Assert.InRange(charged, 6_400u, 4 * (6_400 + 6_400u));
        Assert.Equal(billed + charged, meter.BilledCycles);
        Assert.Equal(6_400u + 50_000u - charged, meter.StalledCycles);
    }

    /// <summary>One burst in twenty costs forty times as much as the others: twice as much in all.</summary>
    [Test]
    public void Whose_bursts_are_seldom_dear_pays_for_nearly_all()
    {
        BurstMeter meter = BurstMeter.Create();
        ulong used = 0;
        for (int i = 0; i < 100_000; i++)
        {
            ulong cycles = i % 20 == 0 ? 256_000ul : 6_400;
            used += cycles;
            meter.Charge(cycles, 64);
        }
        Assert.Equal(used, meter.BilledCycles + meter.StalledCycles);
        Assert.InRange((double)meter.BilledCycles / used, 0.95, 1);
        Assert.True(meter.StalledCycles > 0);
    }

    static BurstMeter Usual(uint packetCycles)
    {
        BurstMeter meter = BurstMeter.Create();
        for (int i = 0; i < 2_000; i++) meter.Charge(64 * packetCycles, 64);
        return meter;
    }
}
