using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace FastPaas.Generators.ModuleRules;

/// <summary>What one method does that matters only if it turns out to run on an lcore.</summary>
sealed class MethodNotes(ISymbol owner)
{
    readonly List<Note> notes = [];
    readonly HashSet<ISymbol> calls = new(SymbolEqualityComparer.Default);

    public ISymbol Owner { get; } = owner;

    /// <summary>Against the rules of raw code or the allow-list there.</summary>
    public IReadOnlyList<Note> Notes => notes;

    /// <summary>Methods of the same assembly; a constructor stands for its type's initialisers too.</summary>
    public IReadOnlyCollection<ISymbol> Calls => calls;

    // An initialiser and a constructor can share an owner, and analyses run at once.
    public void Add(DiagnosticDescriptor rule, Location location, string message)
    {
        lock (notes) notes.Add(new Note(rule, location, message));
    }

    public void AddCall(ISymbol callee)
    {
        lock (notes) calls.Add(callee.OriginalDefinition);
    }
}

sealed class Note(DiagnosticDescriptor rule, Location location, string message)
{
    public DiagnosticDescriptor Rule { get; } = rule;

    public Location Location { get; } = location;

    public string Message { get; } = message;
}
