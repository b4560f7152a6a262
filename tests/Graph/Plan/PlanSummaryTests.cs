using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

public class PlanSummaryTests
{
    [Test]
    public void A_plan_is_summed_up_with_the_worst_cost_of_its_rules() => Assert.Equal(
        "2 ports, 7 nodes, 2 tenants; a packet takes at most 3 comparisons in rules",
        PlanSummary.Of(GraphCompiler.Compile(Repository.Graph("edge")).Plan!));

    [Test]
    public void Branches_on_different_paths_do_not_add_up() =>
        Assert.Equal(2, PlanSummary.RuleCost(GraphCompiler.Compile(new GraphSources(
        new SourceFile("graph.toml", """
            schema = 1
            name = "cost"
            [port.a]
            device = "net_null0"
            next = "first"
            [node.first]
            next = [{ when = "ip.ttl == 1", to = "left" }, { to = "right" }]
            [node.left]
            next = [{ when = "tcp.dst == 1", to = "a" }, { to = "drop" }]
            [node.right]
            next = [{ when = "udp.dst == 1", to = "a" }, { to = "drop" }]
            """), default, default)).Plan!));
}
