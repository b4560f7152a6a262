using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Model.Keys;

/// <summary>Every table of graphs, tenants' files and manifests, walked from their roots.</summary>
public static class KeyTables
{
    /// <summary>The tables that a graph's folder can have, in the order of SCHEMA.md.</summary>
    public static IReadOnlyList<TableInfo> OfGraphs { get; } = Below([OperatorKeys.Graph, GraphKeys.TenantFile]);

    /// <summary>Those of a manifest.</summary>
    public static IReadOnlyList<TableInfo> OfManifests { get; } = Below([ManifestKeys.Manifest]);

    static IReadOnlyList<TableInfo> Below(IEnumerable<TableInfo> roots)
    {
        List<TableInfo> found = [];
        foreach (TableInfo root in roots) Walk(root, found);
        // A table that only holds tables under names of the user's choice has nothing to say itself.
        return found.Where(table => table.Keys.Count > 0 || table.Any?.Table == null).ToList();
    }

    static void Walk(TableInfo table, List<TableInfo> found)
    {
        if (found.Contains(table)) return;
        found.Add(table);
        foreach (KeyInfo key in table.Any == null ? table.Keys : table.Keys.Append(table.Any))
        {
            if (key.Type == KeyType.Next) Walk(GraphKeys.Rule, found);
            if (key.Table != null) Walk(key.Table, found);
        }
    }
}
