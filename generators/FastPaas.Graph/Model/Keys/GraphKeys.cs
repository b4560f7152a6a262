using System.Collections.Generic;

namespace FastPaas.Graph.Model.Keys;

/// <summary>The keys that graph.toml and tenants' files share. The operator's own tables are in
/// <see cref="OperatorKeys"/>, those of a module.toml in <see cref="ManifestKeys"/>.</summary>
public static class GraphKeys
{
    public static TableInfo Rule { get; } = new("rule", "next = [{ ... }]",
    [
        new("when", KeyType.Match, "the condition; the last rule has none") { Default = "always", Example = "\"tcp.dst == 80\"" },
        new("to", KeyType.Target, "where packets go") { Required = true, Example = "\"<node or port>\"" },
    ]);

    public static TableInfo Batch { get; } = new("batch", "batch = { ... }",
    [
        new("min", KeyType.Integer, "packets to wait for") { Min = 2, Max = 64, Required = true, Unit = "packets" },
        new("wait_us", KeyType.Integer, "how long they wait at most") { Min = 1, Max = 10_000, Required = true, Unit = "us" },
    ]);

    public static TableInfo Quarantine { get; } = new("quarantine", "[node.<name>.quarantine]",
    [
        new("policy", KeyType.Choice, "what happens to packets of a faulty node")
        {
            Choices = ["drop", "bypass", "restart"], Default = "\"drop\"",
        },
        new("bypass_output", KeyType.Name, "the output that they leave by, with `policy = \"bypass\"`"),
        new("restarts_per_minute_max", KeyType.Integer, "with `policy = \"restart\"`: after that many, `drop`")
        {
            Min = 1, Max = 60_000, Default = "10",
        },
    ]);

    public static KeyInfo StateField { get; } = new("<field>", KeyType.Choice, "a state field") { Choices = ["read", "write"] };

    /// <summary>Who else may use the state fields of a node's module.</summary>
    public static TableInfo Grants { get; } = new("grants", "[node.<name>.grants]", [],
        new KeyInfo("<node>", KeyType.Table, "a node that may, and with which fields")
        {
            Table = new TableInfo("grant", "[node.<name>.grants.<node>]", [], StateField),
        });

    public static TableInfo ObjectAccess { get; } = new("object_access", "access = { ... }",
    [
        new("read", KeyType.Texts, "roles: `operator`, `viewer`, `owner`, `tenant:<name>`")
        {
            Default = "[\"operator\", \"owner\"]",
        },
        new("change", KeyType.Texts, "roles") { Default = "[\"operator\"]" },
    ]);

    public static TableInfo Node { get; } = new("node", "[node.<name>]",
    [
        new("module", KeyType.Name, "the network function; without it the node is a branch") { Example = "\"counter\"" },
        new("next", KeyType.Next, "where packets go: of a module a table output = target (with one output: the target alone),"
            + " of a branch a list of rules, of which the first that matches decides") { Required = true },
        new("config", KeyType.Table, "the module's configuration, as its manifest says")
        {
            Table = new TableInfo("config", "[node.<name>.config]", [],
                new KeyInfo("<key>", KeyType.Any, "a key of the manifest")),
            ModuleOnly = true,
        },
        new("mandatory", KeyType.Texts,
            "ports, or `\"*\"` for all: whatever they receive crosses this node before it leaves; proved")
        {
            Default = "[]", OperatorOnly = true, Example = "[\"*\"]",
        },
        new("trusted", KeyType.Boolean,
            "a C# module: free of the safe-API rules, called without a recovery point (a fault ends the process), and only its"
            + " declared `writes` are parsed again")
        {
            Default = "false", OperatorOnly = true, ModuleOnly = true,
        },
        new("protection", KeyType.Choice,
            "which accesses of a module in C are confined to its arena; `write`: it is trusted to read all of the process,"
            + " `none`: to write it too; `compare`, `mpx`, each also with `-write`: by checks, whatever the build has for others")
        {
            Choices = ["full", "write", "none", "compare", "compare-write", "mpx", "mpx-write"], Default = "\"full\"",
            OperatorOnly = true, ModuleOnly = true,
        },
        new("quarantine", KeyType.Table, "what a fault of the module leads to")
        {
            Table = Quarantine, ModuleOnly = true,
        },
        new("budget_us", KeyType.Integer, "longest CPU time for one burst, beyond it a fault")
        {
            Min = 1, Max = 1_000_000, Default = "1000", Unit = "us", ModuleOnly = true,
        },
        new("batch", KeyType.Table, "packets park here until there are enough, or it is late")
        {
            Table = Batch, Since = Capability.Batching, NotBuilt = NotBuiltAs.Error,
        },
        new("grants", KeyType.Table, "nodes of the same chain that may use this node's state fields")
        {
            Table = Grants, ModuleOnly = true, Since = Capability.State, NotBuilt = NotBuiltAs.Error,
        },
        new("steer", KeyType.Boolean, "ask the NIC to take this branch's decision")
        {
            Default = "false", Since = Capability.Steering, NotBuilt = NotBuiltAs.Warning,
        },
        new("access", KeyType.Table, "who may read and change this node's counters, state and configuration at run time")
        {
            Table = ObjectAccess, Since = Capability.AccessControl, NotBuilt = NotBuiltAs.Warning,
        },
    ]);

    public static TableInfo Nodes { get; } =
        new("nodes", "[node]", [], new KeyInfo("<name>", KeyType.Table, "a node") { Table = Node });

    /// <summary>A tenant's file: it can only define nodes and <c>entry</c>.</summary>
    public static TableInfo TenantFile { get; } = new("tenant_file", "a tenant's file",
    [
        new("entry", KeyType.Target, "where the tenant's packets begin: a node of this file, `\"out\"` or `\"drop\"`")
        {
            Required = true, Example = "\"<node>\"",
        },
        new("node", KeyType.Table, "`[node.<name>]`: the tenant's nodes") { Table = Nodes },
    ]);
}
