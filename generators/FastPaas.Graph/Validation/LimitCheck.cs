using System;
using System.Collections.Generic;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Graph.Validation;

/// <summary>Counts, before anything is done whose time grows with them.</summary>
internal static class LimitCheck
{
    public static bool Allows(GraphModel graph, IEnumerable<NodeScope> tenantFiles, string file, DiagnosticBag diagnostics)
    {
        int errorsBefore = diagnostics.ErrorCount;
        Check(graph.Ports.Count, Limits.PortsMax, "ports", file, diagnostics);
        Check(graph.Tenants.Count, Limits.TenantsMax, "tenants", file, diagnostics);
        Check(graph.Nodes.Nodes.Count, Limits.NodesMax, "nodes", file, diagnostics);
        foreach (NodeScope scope in tenantFiles) Check(scope.Nodes.Count, Limits.NodesMax, "nodes", scope.File, diagnostics);
        return diagnostics.ErrorCount == errorsBefore;
    }

    public static bool Allows(BoundGraph graph, string file, DiagnosticBag diagnostics)
    {
        int errorsBefore = diagnostics.ErrorCount;
        (int nodes, int edges) = ComposedGraph.SizeOf(graph);
        Check(nodes, Limits.NodesMax, "nodes with those of all tenants", file, diagnostics);
        Check(edges, Limits.EdgesMax, "outputs with those of all tenants", file, diagnostics);
        return diagnostics.ErrorCount == errorsBefore;
    }

    static void Check(int count, int most, string what, string file, DiagnosticBag diagnostics)
    {
        if (count <= most) return;
        diagnostics.Error(Rule.TooMany, new SourcePosition(file, 1, 1),
            FormattableString.Invariant($"{file} has {count:N0} {what}; write at most {most:N0}"));
    }
}
