using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Verify.Flow;

/// <summary>All functions of a module. They know two things of each other: that a callee gives registers back, which each is held
/// to by itself, and how much of its caller's frame it uses, which is assumed and corrected until it is right.</summary>
sealed class ModuleAnalysis(
    CodeMap code, IReadOnlyList<Function> functions, IReadOnlyList<int> entries, ArenaNumbers numbers, ModuleCode module)
{
    readonly Budget budget = new(code.Count);
    readonly Dictionary<int, long> argumentBytes = functions.ToDictionary(function => function.First, _ => 0L);
    int arenaAccesses, stackAccesses, constantLoads;

    /// <returns>null: there are refusals.</returns>
    public VerifyReport? Run(RefusalList refusals, int roundsMax)
    {
        RefusalList found = new();
        bool isSettled = false;
        for (int round = 0; !isSettled && round < roundsMax; round++)
        {
            found = new RefusalList();
            (arenaAccesses, stackAccesses, constantLoads) = (0, 0, 0);
            isSettled = Round(found, out bool isSpent);
            if (isSpent) break;
        }
        if (!isSettled) found.Add(RefusalId.TooComplex, code.Address, "its analysis takes too long");
        foreach (int entry in entries)
            if (argumentBytes[entry] > 0)
                found.Add(RefusalId.CallersFrame, code[entry].IP, "it uses its caller's frame, which is the host's");
        refusals.AddAll(found);
        return refusals.IsEmpty ? new VerifyReport(
            null, [], code.Count, functions.Count, arenaAccesses, stackAccesses, constantLoads) : null;
    }

    /// <returns>What was assumed of the functions was true.</returns>
    bool Round(RefusalList found, out bool isSpent)
    {
        bool isSettled = true;
        foreach (Function function in functions)
        {
            FunctionFacts facts = new();
            Transfer transfer = new(code, facts, numbers, module, callee => argumentBytes[callee]);
            found.Function = code[function.First].IP;
            isSpent = !new FunctionAnalysis(code, function, transfer, budget).Run(found);
            if (isSpent) return false;
            isSettled &= facts.ArgumentBytes <= argumentBytes[function.First];
            argumentBytes[function.First] = System.Math.Max(argumentBytes[function.First], facts.ArgumentBytes);
            arenaAccesses += transfer.ArenaAccesses;
            stackAccesses += transfer.StackAccesses;
            constantLoads += transfer.ConstantLoads;
        }
        isSpent = false;
        return isSettled;
    }
}
