using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

/// <summary>What a node takes parsed follows its configuration where the manifest says so.</summary>
public class ReadsTests
{
    [Test]
    [Arguments("", false)]
    [Arguments("mode = 'blind',", false)]
    [Arguments("mode = 'aware',", true)]
    public void A_policer_reads_the_colour_of_packets_only_if_it_is_aware(string mode, bool reads)
    {
        DispatchPlan plan = GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", $$"""
            schema = 1
            name = "reads"
            [port.a]
            device = "net_null0"
            next = "police"
            [node.police]
            module = "policer"
            next = { green = "a", yellow = "a", red = "drop" }
            config = { {{mode}} rate_bytes_per_second = 1, committed_burst_bytes = 64 }
            """), default, Repository.Modules)).Plan!;
        HeaderField[] expected = reads ? [HeaderField.IpDscp] : [];
        Assert.Equal(expected, plan.Nodes.OfType<ModuleNode>().Single().Reads);
    }
}
