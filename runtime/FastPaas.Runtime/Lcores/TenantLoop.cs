using System;
using System.Runtime.CompilerServices;
using System.Threading;
using FastPaas.Runtime.Scheduling;

namespace FastPaas.Runtime.Lcores;

/// <summary>The loop of an lcore that tenants share: what is received goes to their queues, and of these one has a turn at a time
/// (docs/adr/0036, 0039). Raw code, as <see cref="LcoreLoop"/>.</summary>
/// <remarks>
/// <code>
///   stamp        receive all that is there, select      decide      stamp      a burst through one tenant's chain      stamp
///          nobody's: overhead, or idle if nothing came                    charged to the tenant
/// </code>
/// Every cycle is between two stamps, so accounts add up. They are read once for what is received and once for a burst: under a
/// hypervisor one costs ten nanoseconds.
/// </remarks>
static unsafe class TenantLoop
{
    /// <summary>Bursts of one queue between two decisions.</summary>
    const int RoundsMax = 32;

    /// <summary>Until told to stop; what waits then is left to <see cref="LcoreLoop.Drain"/>.</summary>
    public static int Run(LcoreContext* lcore)
    {
        var work = (LcoreWork*)lcore;
        TenantSchedule* schedule = work->Schedule;
        ulong stamp = lcore->ReadCycles();
        int rounds = RoundsMax;
        while (Volatile.Read(ref lcore->Stop) == 0)
        {
            bool isIdle = Poll(work, rounds) == 0;
            Wake(lcore, schedule);
            int tenant = schedule->Fair.Next();
            ulong now = lcore->ReadCycles();
            if (tenant < 0)
            {
                *(isIdle ? schedule->IdleCycles : schedule->OverheadCycles) += now - stamp;
                stamp = now;
                rounds = RoundsMax;
                continue;
            }

            ulong overhead = now - stamp;
            *schedule->OverheadCycles += overhead;
            stamp = Turn(work, schedule, tenant, now);
            rounds = Rounds(rounds, overhead, stamp - now);
        }

        return 0;
    }

    /// <summary>A flood is received for no more than half of the time, or turns would be for nothing: beyond that software can't
    /// tell its packets from others' before they are lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Rounds(int rounds, ulong overhead, ulong turn) =>
        overhead > turn ? Math.Max(rounds / 2, 1) : Math.Min(rounds + 1, RoundsMax);

    /// <summary>From each queue until it gives a short burst: whoever floods it loses his own packets at the tenants' queues, and
    /// not others' in the device's.</summary>
    /// <param name="rounds">Bursts of a queue at most.</param>
    /// <returns>Bursts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint Poll(LcoreWork* work, int rounds)
    {
        nuint bursts = 0;
        ReceiveQueue* first = work->Queues, end = first + work->QueueCount;
        for (ReceiveQueue* queue = first; queue != end; queue++)
        {
            for (int round = 0; round < rounds; round++)
            {
                nuint count = queue->Receive(queue->Queue, work->Context.Burst, (ushort)work->BurstSize);
                if (count == 0) break;
                work->Context.NowCycles = 0;
                queue->Entry(&work->Context, count);
                bursts++;
                if (count < queue->FullBurst) break;
            }
        }

        ++*work->Polls;
        *work->Bursts += bursts;
        return bursts;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Wake(LcoreContext* lcore, TenantSchedule* schedule)
    {
        nuint count = lcore->Tenants.WokenCount;
        for (nuint i = 0; i < count; i++) schedule->Fair.Wake(lcore->Tenants.Woken[i]);
        lcore->Tenants.WokenCount = 0;
    }

    /// <summary>A burst of one tenant, which pays for it.</summary>
    /// <returns>When it ended.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Turn(LcoreWork* work, TenantSchedule* schedule, int tenant, ulong now)
    {
        LcoreContext* lcore = &work->Context;
        TenantQueue* queue = lcore->Tenants.Queues + tenant;
        BurstMeter* meter = schedule->Meters + tenant;
        uint count = meter->Burst((uint)queue->Count, (uint)work->BurstSize, schedule->TurnCycles);
        TenantQueue.Take(lcore, queue, count);
        lcore->NowCycles = now;
        queue->Chain(lcore, count);
        ulong end = lcore->ReadCycles();
        uint charged = meter->Charge(end - now, count);
        schedule->Fair.Charge(tenant, charged, queue->Count != 0);
        TenantBill* bill = schedule->Bills + tenant;
        bill->Bursts++;
        bill->Cycles = meter->BilledCycles;
        bill->StallCycles = meter->StalledCycles;
        return end;
    }
}
