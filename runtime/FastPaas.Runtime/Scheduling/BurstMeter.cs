using System;
using System.Runtime.CompilerServices;

namespace FastPaas.Runtime.Scheduling;

/// <summary>What a tenant's bursts cost on an lcore: how many packets one may have, and which part of its time is charged.
/// </summary>
/// <remarks>
/// Cost is measured by the host with the time stamp counter, behind each burst; nothing that a module or a tenant says enters
/// it. What the machine does meanwhile (interrupts, a hypervisor) is in it too, so a burst that costs far more than this
/// tenant's nearly all do isn't believed: above four times the 90th percentile the rest goes to the account of stalls. But
/// only from a credit of a twentieth of the tenant's own bill: without an end to it, a tenant whose packets are seldom dear
/// would run for nothing; without any, a stolen millisecond would be a debt of a millisecond for each of its neighbours.
/// <para>Raw code: of one lcore.</para>
/// </remarks>
struct BurstMeter
{
    /// <summary>Fraction bits of costs.</summary>
    const int CostBits = 8;

    /// <summary>What a burst costs before its first packet.</summary>
    const uint EntryCycles = 200;

    /// <summary>A first packet's cost, before any was measured: a small one would make a long first burst.</summary>
    const uint FirstPacketCycles = 1_000;

    /// <summary>Credit that all have from the start.</summary>
    const ulong FirstCreditCycles = 50_000;

    /// <summary>Up at once, down by a sixteenth: whoever becomes dear makes one long burst, and no second.</summary>
    uint packetCost;
    /// <summary>Of nine in ten bursts a packet costs less: each step up is nine times one down.</summary>
    uint usualCost;

    public static BurstMeter Create() => new()
    {
        packetCost = FirstPacketCycles << CostBits, usualCost = FirstPacketCycles << CostBits,
    };

    /// <summary>Charged cycles, all of its life.</summary>
    public ulong BilledCycles { get; private set; }

    /// <summary>Measured in its bursts, and taken for somebody else's.</summary>
    public ulong StalledCycles { get; private set; }

    /// <summary>Of its queue, at least 1: what is expected to stay within the budget.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Burst(uint queued, uint packetsMax, uint burstCycles)
    {
        uint most = Math.Min(queued, packetsMax);
        ulong budget = (ulong)burstCycles << CostBits;
        return (ulong)most * packetCost <= budget ? most : Math.Max((uint)(budget / packetCost), 1);
    }

    /// <summary>The part of a burst's cycles that its tenant is charged for.</summary>
    /// <param name="cycles">Measured.</param>
    /// <param name="packets">At least 1.</param>
    public uint Charge(ulong cycles, uint packets)
    {
        ulong most = 4ul * (((ulong)usualCost * packets >> CostBits) + EntryCycles);
        ulong credit = FirstCreditCycles + BilledCycles / 20;
        uint charged = (uint)Math.Min(cycles, uint.MaxValue);
        if (cycles > most && StalledCycles + (cycles - most) <= credit)
        {
            StalledCycles += cycles - most;
            charged = (uint)Math.Min(most, uint.MaxValue);
        }
        BilledCycles += charged;
        Learn((uint)Math.Min(((ulong)charged << CostBits) / packets, int.MaxValue));
        return charged;
    }

    void Learn(uint cost)
    {
        packetCost = cost > packetCost ? cost : Math.Max(packetCost - (packetCost - cost) / 16, 1);
        uint step = usualCost / 128 + 1;
        usualCost = cost > usualCost ? usualCost + 9 * step : Math.Max(usualCost - Math.Min(step, usualCost - 1), 1);
    }
}
