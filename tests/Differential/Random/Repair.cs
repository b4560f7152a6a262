using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph;

namespace FastPaas.Differential.Random;

/// <summary>Random rules are sometimes impossible, or shadowed by earlier ones, which the language refuses: those that it names
/// go.</summary>
static class Repair
{
    const int RoundsMax = 12;

    /// <returns>The sketch without the rules that are refused; null: something else is wrong with it.</returns>
    public static GraphSketch? UntilValid(GraphSketch sketch, System.Func<GraphSketch, GraphResult> compile)
    {
        for (int round = 0; round < RoundsMax; round++)
        {
            GraphResult result = compile(sketch);
            if (result.Plan != null) return sketch;
            Diagnostic[] refused = result.Diagnostics.Where(mistake => mistake.Severity == DiagnosticSeverity.Error).ToArray();
            GraphSketch repaired = Reachable.Prune(Without(sketch, refused));
            if (repaired.ToString() == sketch.ToString()) return null;
            sketch = repaired;
        }

        return null;
    }

    static GraphSketch Without(GraphSketch sketch, Diagnostic[] refused) => sketch with
    {
        Nodes = Without(sketch.Nodes, Lines(sketch.GraphToml, "graph.toml", refused)),
        Tenants = sketch.Tenants.Select(tenant => tenant with
        {
            Match = Lines(sketch.GraphToml, "graph.toml", refused).Any(line => line == $"match = \"{tenant.Match.Text}\"")
                ? tenant.Match.Parts.FirstOrDefault() ?? tenant.Match : tenant.Match,
            Nodes = Without(tenant.Nodes, Lines(tenant.Toml, $"{tenant.Name}.toml", refused)),
        }).ToArray(),
    };

    static IReadOnlyList<NodeSketch> Without(IReadOnlyList<NodeSketch> nodes, HashSet<string> lines) => nodes.Select(node =>
        node is not BranchSketch branch ? node
            : branch with { Rules = branch.Rules.Where(rule => !lines.Contains(BranchSketch.LineOf(rule))).ToArray() }).ToArray();

    static HashSet<string> Lines(string toml, string file, Diagnostic[] refused)
    {
        string[] lines = toml.Split('\n');
        return refused.Where(diagnostic => diagnostic.Position.File == file)
            .Select(diagnostic => lines[diagnostic.Position.Line - 1].Trim()).ToHashSet();
    }
}
