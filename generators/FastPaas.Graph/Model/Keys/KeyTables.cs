using System.Collections.Generic;

namespace FastPaas.Graph.Model.Keys;

/// <summary>Every table of graphs, tenant files and manifests that has keys of its own, in the order of SCHEMA.md.</summary>
public static class KeyTables
{
    public static IReadOnlyList<TableInfo> All { get; } =
    [
        OperatorKeys.Graph, OperatorKeys.Port, GraphKeys.Node, GraphKeys.Rule, GraphKeys.Batch, GraphKeys.Quarantine,
        GraphKeys.Grants, GraphKeys.ObjectAccess, OperatorKeys.Tenant, OperatorKeys.TenantLimits, OperatorKeys.Shares,
        OperatorKeys.State, OperatorKeys.Lcores, OperatorKeys.Scheduler, OperatorKeys.Access, OperatorKeys.Permissions,
        OperatorKeys.Http, GraphKeys.TenantFile, ManifestKeys.Manifest, ManifestKeys.ConfigKey,
    ];
}
