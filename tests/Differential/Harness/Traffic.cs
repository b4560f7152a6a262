using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Harness;

/// <summary>One receive call.</summary>
/// <param name="Port">Id of the port that received it.</param>
/// <param name="Room">By port id: how many frames its device takes afterwards.</param>
sealed record BurstInput(int Port, IReadOnlyList<Frame> Frames, IReadOnlyList<int> Room)
{
    /// <summary>Buffers that the pool has for copies.</summary>
    public int CopiesMax { get; init; } = HeaderLanes.Lanes;

    /// <summary>Every burst size from 1 to the graph's, any entry port, now and then a device that is full or nearly
    /// so.</summary>
    public static BurstInput Next(DispatchPlan plan, Rng rng, System.Func<Frame> frame)
    {
        int[] entries = plan.Ports.Where(port => port.Entry != null).Select(port => port.Id).ToArray();
        int count = rng.Percent(40) ? plan.BurstSize : rng.Between(1, plan.BurstSize);
        Frame[] frames = Enumerable.Range(0, count).Select(_ => frame()).ToArray();
        int[] room = plan.Ports.Select(_ => rng.Percent(90) ? plan.LanesMax : rng.Below(plan.LanesMax)).ToArray();
        return new(rng.Pick(entries), frames, room) { CopiesMax = rng.Percent(85) ? HeaderLanes.Lanes : rng.Below(6) };
    }

    public override string ToString() =>
        $"burst of {Frames.Count} on port {Port}, room [{string.Join(' ', Room)}], {CopiesMax} copies\n"
        + string.Concat(Frames.Select((frame, lane) => $"  lane {lane}: {frame}\n"));
}
