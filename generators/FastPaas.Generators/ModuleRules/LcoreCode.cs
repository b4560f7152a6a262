using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators.ModuleRules;

/// <summary>Which methods run on lcores: each module's Process and what it reaches. Their notes become diagnostics; recursion is
/// one.</summary>
sealed class LcoreCode(IReadOnlyDictionary<ISymbol, MethodNotes> notes, ModuleScope scope)
{
    readonly Dictionary<ISymbol, ISymbol> reachedFrom = new(SymbolEqualityComparer.Default);

    public void Report(CompilationAnalysisContext context)
    {
        foreach (ModuleManifest manifest in scope.Modules.Select(module => module.Manifest))
        {
            if (Contracts.ModuleClass(context.Compilation, manifest) is not { } type) continue;
            foreach (IMethodSymbol process in type.GetMembers("Process").OfType<IMethodSymbol>()) Reach(process);
        }

        // Reachable is known; the order of the dictionary isn't, the compiler sorts what is reported.
        foreach (ISymbol method in reachedFrom.Keys)
        {
            foreach (Note note in notes[method].Notes)
                context.ReportDiagnostic(Diagnostic.Create(note.Rule, note.Location, $"{note.Message}{Via(method)}."));
            if (IsRecursive(method))
                context.ReportDiagnostic(Diagnostic.Create(
                    ModuleRule.RawCode, method.Locations[0],
                    $"{method.Name} can call itself, and an lcore's stack is small; write a loop with a bound."));
        }
    }

    void Reach(ISymbol process)
    {
        Queue<ISymbol> queue = new([process]);
        if (!notes.ContainsKey(process) || reachedFrom.ContainsKey(process)) return;
        reachedFrom.Add(process, process);
        while (queue.Count > 0)
        {
            ISymbol method = queue.Dequeue();
            foreach (ISymbol callee in notes[method].Calls.Where(callee => notes.ContainsKey(callee)
                && !reachedFrom.ContainsKey(callee)))
            {
                reachedFrom.Add(callee, reachedFrom[method]);
                queue.Enqueue(callee);
            }
        }
    }

    string Via(ISymbol method) =>
        method.Name == "Process" ? "" : $" ({method.Name} is reached from {reachedFrom[method].ContainingType.Name}.Process)";

    bool IsRecursive(ISymbol method)
    {
        HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);
        Queue<ISymbol> queue = new([method]);
        while (queue.Count > 0)
        {
            foreach (ISymbol callee in notes[queue.Dequeue()].Calls.Where(notes.ContainsKey))
            {
                if (SymbolEqualityComparer.Default.Equals(callee, method)) return true;
                if (seen.Add(callee)) queue.Enqueue(callee);
            }
        }

        return false;
    }
}
