using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The lane masks of one entry method: where lanes go next, and what is counted.</summary>
sealed class LaneFlow(DispatchPlan plan, PlanNames names, CodeWriter writer)
{
    /// <summary>Where the comments that name counters start, so that they can be read as a column.</summary>
    const int CommentColumn = 64;

    readonly HashSet<string> declared = [];

    public bool IsDeclared(string name) => declared.Contains(name);

    /// <summary>Sends lanes on: the first who does so declares the mask, the others join it.</summary>
    public void Route(PlanTarget target, string lanes) => Join(names.To(target), lanes);

    public void RouteFault(string lanes) => Join(names.ToDrop(Reserved("module_fault").Id), lanes);

    public void RouteBadLength(string lanes) => Join(names.ToDrop(Reserved("bad_length").Id), lanes);

    void Join(string name, string lanes) => writer.Line(declared.Add(name) ? $"ulong {name} = {lanes};" : $"{name} |= {lanes};");

    /// <summary>Counts the packets of a mask, unless that is done where a counter is that always has the same value.</summary>
    public void Count(int counter, string lanes)
    {
        if (plan.Counters[counter].Slot == counter) Named(counter, $"LaneMasks.Count(counters, {counter}, {lanes});");
    }

    public void Add(int counter, string packets) => Named(counter, $"LaneMasks.Add(counters, {counter}, {packets});");

    void Named(int slot, string statement) => writer.Line(statement.PadRight(CommentColumn) + " // " + names.OfSlot(slot));

    public PlanDropReason Reserved(string reason) => plan.DropReasons.First(candidate => candidate.Name == reason);
}
