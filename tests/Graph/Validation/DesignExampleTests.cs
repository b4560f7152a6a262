using System.Linq;
using Xunit;

namespace FastPaas.Graph.Tests.Validation;

/// <summary>The examples that the graph language was designed by: every key of theirs is read, whatever is built by
/// now.</summary>
public class DesignExampleTests
{
    const string Edge = """
        schema = 1
        name = "edge"

        [port.uplink]
        device = "net_af_packet0,iface=eth1"
        queues = 2
        next = "antispoof"

        [port.core]
        device = "net_af_packet1,iface=eth2"
        next = "uplink"

        [node.antispoof]
        module = "source_guard"
        mandatory = ["uplink"]
        next = { pass = "tenants", spoofed = "drop" }
        [node.antispoof.config]
        allowed = ["10.0.0.0/8"]

        [tenant.blue]
        weight = 3
        match = "vlan.id == 100"
        graph = "blue.toml"
        next = "core"
        [tenant.blue.limits]
        heap_bytes = 16_777_216
        flows = 65_536
        [tenant.red]
        weight = 1
        match = "vlan.id == 200"
        graph = "red.toml"
        next = "core"
        """;

    const string Blue = """
        entry = "split"
        [node.split]
        next = [ { when = "tcp.dst == 80", to = "cache" }, { to = "firewall" } ]
        [node.cache]
        module = "cache"
        next = { hit = "out", miss = "firewall" }
        [node.firewall]
        module = "firewall"
        next = { permit = "police", deny = "drop" }
        [node.police]
        module = "policer_c"
        next = { green = "out", yellow = "out", red = "drop" }
        config = { rate_bytes_per_second = 125_000_000, committed_burst_bytes = 65_536, excess_burst_bytes = 0 }
        """;

    const string PolicerC = """
        name = "policer_c"
        language = "c"
        summary = "Single-rate three-colour marker, RFC 2697; one bucket a node, or one a flow"
        packet = "read"
        outputs = ["green", "yellow", "red"]
        [config]
        rate_bytes_per_second = { type = "u64", min = 1 }
        committed_burst_bytes = { type = "u32", min = 64 }
        excess_burst_bytes = { type = "u32", default = 0 }
        key = { type = "enum", values = ["node", "flow"], default = "node" }
        [state]
        committed_tokens_bytes = "u32"
        excess_tokens_bytes = "u32"
        updated_cycles = "u64"
        [uses]
        """;

    [Test]
    public void The_edge_graph_lacks_nothing_but_what_is_not_built_yet()
    {
        string Manifest(string name, string outputs) =>
            $"name = \"{name}\"\nlanguage = \"csharp\"\nsummary = \"x\"\npacket = \"read\"\noutputs = [{outputs}]\n";
        SourceFile[] modules =
        [
            .. Repository.Modules.Where(module => module.Path != "policer_c/module.toml"),
            new("firewall/module.toml", Manifest("firewall", "\"permit\", \"deny\"")),
            new("policer_c/module.toml", PolicerC),
        ];
        SourceFile[] tenants = [new("blue.toml", Blue), new("red.toml", "entry = \"out\"\n")];
        GraphResult result = GraphCompiler.Compile(new GraphSources(
            new SourceFile("graph.toml", Edge), tenants.ToEquatableArray(), modules.ToEquatableArray()));
        Assert.Equal(
        [
            "blue.toml(11,10): error FP0900: this build can't do flow state yet, which module \"policer_c\" needs; take another",
            "graph.toml(27,1): warning FP0900: this build can't do flow state yet; `flows` changes nothing",
        ], result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }
}
