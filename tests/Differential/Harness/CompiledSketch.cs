using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Graph.Plan;
using FastPaas.TestHost;

namespace FastPaas.Differential.Harness;

/// <summary>A sketch, its plan, and its code, ready to run.</summary>
sealed record CompiledSketch(GraphSketch Sketch, DispatchPlan Plan, CompiledGraph Graph, string Source)
{
    /// <summary>Compiles valid sketches in one go: Roslyn takes as long to start as for fifty of them. Names may
    /// repeat.</summary>
    public static IReadOnlyList<CompiledSketch> CompileAll(IReadOnlyList<GraphSketch> sketches)
    {
        if (sketches.Count == 0) return [];
        GraphSketch[] named = sketches.Select((sketch, i) => sketch with { Name = $"g{i}" }).ToArray();
        GraphAssembly assembly = GraphAssembly.Compile(named.Select(SourceOf), [ModuleSet.Catalogue]);
        Dictionary<string, CompiledGraph> graphs = assembly.Graphs.ToDictionary(graph => graph.Name);
        return named.Select(sketch => new CompiledSketch(
            sketch, CheckedSketch.Compile(sketch).Plan!, graphs[sketch.Name],
            assembly.Output.Generated[$"G{sketch.Name[1..]}.g.cs"])).ToArray();
    }

    static GraphSource SourceOf(GraphSketch sketch) => new(
        sketch.Name, sketch.GraphToml, sketch.Tenants.ToDictionary(tenant => $"{tenant.Name}.toml", tenant => tenant.Toml));
}
