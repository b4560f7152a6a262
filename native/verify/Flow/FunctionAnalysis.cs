using System;
using System.Collections.Generic;
using FastPaas.Verify.Domain;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>One function: what is known before each of its blocks, until that no longer changes, and then a walk over all
/// instructions with that knowledge, which refuses. But for <see cref="Reaches.HasChecks"/> no condition of a branch narrows
/// anything, so a processor that guesses a branch wrong stays inside too.</summary>
sealed class FunctionAnalysis
{
    /// <summary>Times that a loop comes back before its bounds jump.</summary>
    const int JoinsBeforeWidening = 3;

    readonly CodeMap code;
    readonly Function function;
    readonly Transfer transfer;
    readonly Budget budget;
    readonly MachineState?[] before;
    readonly byte[] joins;
    readonly bool[] isLeader;
    readonly HashSet<(int From, int To)> returns;
    readonly SortedSet<int> pending = [];

    /// <param name="budget">Shared by all functions of a module.</param>
    public FunctionAnalysis(CodeMap code, Function function, Transfer transfer, Budget budget)
    {
        (this.code, this.function, this.transfer, this.budget) = (code, function, transfer, budget);
        int count = function.End - function.First;
        before = new MachineState?[count];
        joins = new byte[count];
        isLeader = new bool[count];
        FindLeaders();
        returns = Loops.Returns(count, Following);
    }

    /// <returns>False: the budget is spent.</returns>
    public bool Run(RefusalList refusals)
    {
        transfer.Refusals = null;
        Flow(function.First, function.First, MachineState.AtEntry(transfer.Reach));
        while (pending.Count > 0)
        {
            int next = pending.Min;
            pending.Remove(next);
            if (!Walk(next, (target, state) => Flow(next, target, state))) return false;
        }
        transfer.Refusals = refusals;
        for (int i = function.First; i < function.End; i++)
            if (before[i - function.First] is not null && !Walk(i, static (_, _) => { })) return false;
        return true;
    }

    void FindLeaders()
    {
        isLeader[0] = true;
        for (int i = function.First; i < function.End; i++)
        {
            Instruction instruction = code[i];
            if (!CodeMap.IsJump(instruction)) continue;
            if (Inside(instruction) is { } target) isLeader[target - function.First] = true;
            if (i + 1 < function.End) isLeader[i + 1 - function.First] = true;
        }
    }

    /// <summary>Where a jump leads, if that is in this function.</summary>
    int? Inside(in Instruction jump)
    {
        int target = code.IndexOf(jump.NearBranchTarget);
        return target >= function.First && target < function.End ? target : null;
    }

    /// <summary>Blocks that one leads to, counted from the function's first instruction.</summary>
    IEnumerable<int> Following(int block)
    {
        int last = block + function.First;
        while (CodeMap.GoesOn(code[last]) && last + 1 < function.End && !isLeader[last + 1 - function.First]) last++;
        if (CodeMap.IsJump(code[last]) && Inside(code[last]) is { } target) yield return target - function.First;
        if (CodeMap.GoesOn(code[last]) && last + 1 < function.End) yield return last + 1 - function.First;
    }

    /// <summary>One block, from its first instruction to where control leaves it.</summary>
    bool Walk(int index, Action<int, MachineState> flow)
    {
        MachineState state = before[index - function.First]!.Clone();
        for (int i = index; ; i++)
        {
            if (!budget.Spend(1 + state.Slots.Count)) return false;
            Instruction instruction = code[i];
            transfer.Step(instruction, state);
            if (CodeMap.IsJump(instruction))
            {
                if (Inside(instruction) is { } target) flow(target, Behind(i, isTaken: true, state));
                else transfer.TailCall(instruction, state);
            }
            if (!CodeMap.GoesOn(instruction)) return true;
            if (i + 1 == function.End)
            {
                transfer.Refusals?.Add(RefusalId.FallsThrough, instruction, i + 1 == code.Count
                    ? "control runs out of the module's code" : "control runs on into another function");
                return true;
            }
            if (!isLeader[i + 1 - function.First]) continue;
            flow(i + 1, Behind(i, isTaken: false, state));
            return true;
        }
    }

    /// <summary>What holds on one side of a jump; <paramref name="state"/>, where it says nothing.</summary>
    MachineState Behind(int index, bool isTaken, MachineState state)
    {
        if (!transfer.Reach.HasChecks() || code[index].FlowControl != FlowControl.ConditionalBranch) return state;
        int before = 0;
        while (before < 2 && index - before > function.First && !isLeader[index - before - function.First]) before++;
        return Comparisons.Narrow(
            code[index], isTaken, before > 0 ? code[index - 1] : default, before > 1 ? code[index - 2] : default, state);
    }

    void Flow(int from, int target, MachineState state)
    {
        ref MachineState? known = ref before[target - function.First];
        ref byte count = ref joins[target - function.First];
        if (known is null)
        {
            known = state.Clone();
            pending.Add(target);
            return;
        }
        bool isReturn = returns.Contains((from - function.First, target - function.First));
        if (isReturn && count < byte.MaxValue) count++;
        if (known.Join(state, isReturn && count > JoinsBeforeWidening) is not { } joined) return;
        known = joined;
        pending.Add(target);
    }
}
