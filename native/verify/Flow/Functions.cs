using System.Collections.Generic;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>A function: instructions from <paramref name="First"/> to before <paramref name="End"/>, entered at the
/// first.</summary>
sealed record Function(int First, int End);

/// <summary>Splits a section into functions. Where one begins is never believed from a symbol: entries, targets of calls, of
/// jumps that leave what came before, and code that nothing reaches, which then has to stand by itself. However the split falls,
/// it decides only which code is accepted: a function is entered with nothing known but <c>rsp</c>, and every way in or between
/// is checked against that.</summary>
sealed class Functions
{
    /// <summary>Each finds jumps out of a function that the split before made; compilers' code needs two or three.</summary>
    const int RoundsMax = 64;

    readonly CodeMap code;
    readonly SortedSet<int> starts = [];
    readonly bool[] isReached;

    Functions(CodeMap code)
    {
        this.code = code;
        isReached = new bool[code.Count];
    }

    /// <summary>In the order of addresses.</summary>
    /// <param name="entries">Indices.</param>
    public static IReadOnlyList<Function> Split(CodeMap code, IEnumerable<int> entries, RefusalList refusals)
    {
        Functions functions = new(code);
        functions.starts.UnionWith(entries);
        for (int i = 0; i < code.Count; i++)
        {
            Instruction instruction = code[i];
            if (instruction.FlowControl == FlowControl.Call) functions.AddTarget(instruction, refusals);
            else if (CodeMap.IsJump(instruction) && code.IndexOf(instruction.NearBranchTarget) < 0)
                refusals.Add(RefusalId.TargetNotAnInstruction, instruction, "its target isn't where an instruction begins");
        }
        for (int round = 0; round < RoundsMax; round++)
            if (!functions.FindMore()) return functions.Ranges();
        refusals.Add(RefusalId.TooComplex, code.Address, "its jumps between functions have no end");
        return functions.Ranges();
    }

    void AddTarget(in Instruction call, RefusalList refusals)
    {
        int target = code.IndexOf(call.NearBranchTarget);
        if (target >= 0) starts.Add(target);
        else refusals.Add(RefusalId.TargetNotAnInstruction, call, "its target isn't where an instruction begins");
    }

    /// <returns>There were new ones.</returns>
    bool FindMore()
    {
        int before = starts.Count;
        System.Array.Clear(isReached);
        IReadOnlyList<Function> ranges = Ranges();
        List<int> found = [];
        if (ranges.Count == 0 || ranges[0].First > 0) FloodUnreached(new Function(0, FirstStart()), found);
        foreach (Function range in ranges)
        {
            Flood(range, range.First, found);
            FloodUnreached(range, found);
        }
        starts.UnionWith(found);
        return starts.Count > before;
    }

    int FirstStart() => starts.Count == 0 ? code.Count : starts.Min;

    /// <summary>What nothing of the range led to begins another function, unless it only fills.</summary>
    void FloodUnreached(Function range, List<int> found)
    {
        for (int i = range.First; i < range.End; i++)
        {
            if (isReached[i] || CodeMap.IsPadding(code[i])) continue;
            found.Add(i);
            Flood(range, i, found);
        }
    }

    void Flood(Function range, int from, List<int> found)
    {
        Stack<int> pending = new([from]);
        while (pending.TryPop(out int i))
        {
            for (; i < range.End && !isReached[i]; i++)
            {
                isReached[i] = true;
                Instruction instruction = code[i];
                if (CodeMap.IsJump(instruction))
                {
                    int target = code.IndexOf(instruction.NearBranchTarget);
                    if (target >= range.First && target < range.End) pending.Push(target);
                    else if (target >= 0) found.Add(target);
                }
                if (!CodeMap.GoesOn(instruction)) break;
            }
        }
    }

    List<Function> Ranges()
    {
        List<Function> ranges = [];
        int previous = -1;
        foreach (int start in starts)
        {
            if (previous >= 0) ranges.Add(new Function(previous, start));
            previous = start;
        }
        if (previous >= 0) ranges.Add(new Function(previous, code.Count));
        return ranges;
    }
}
