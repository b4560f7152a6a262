using System;
using System.Linq;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

public class PlanPropertyTests
{
    const int GraphCount = 400;

    [Test]
    public void Nodes_stand_behind_all_that_lead_to_them() => ForAll(seed =>
    {
        DispatchPlan plan = Compile(new RandomGraph(seed, 1 + seed % 14, withMandatory: false)).Plan!;
        Assert.All(plan.Nodes, node => Assert.All(
            node.Outputs.Select(output => output.Target).OfType<NodeTarget>(), target => Assert.True(target.NodeId > node.Id)));
    });

    [Test]
    public void Of_nodes_that_could_be_next_the_first_by_name_is() => ForAll(seed =>
    {
        DispatchPlan plan = Compile(new RandomGraph(seed, 1 + seed % 14, withMandatory: false)).Plan!;
        for (int id = 0; id + 1 < plan.Nodes.Count; id++)
        {
            bool leadsThere = plan.Nodes[id].Outputs.Any(output =>
                output.Target is NodeTarget { NodeId: var to } && to == id + 1);
            Assert.True(leadsThere || string.CompareOrdinal(plan.Nodes[id].Name, plan.Nodes[id + 1].Name) < 0);
        }
    });

    [Test]
    public void A_mandatory_node_is_refused_exactly_when_a_path_goes_around_it() => ForAll(seed =>
    {
        RandomGraph graph = new(seed, 1 + seed % 14, withMandatory: true);
        GraphResult result = Compile(graph);
        Assert.Equal(graph.HasPathAround("p0"), result.Diagnostics.Any(diagnostic => diagnostic.Id == "FP0209"));
        if (result.Plan is { } plan) Assert.Empty(CertificateChecker.Complaints(plan));
    });

    [Test]
    public void The_order_of_tables_in_the_file_changes_positions_only()
    {
        string text = new RandomGraph(7, 10, withMandatory: false).Text;
        string[] tables = text.Split("[node.");
        string turned = tables[0] + string.Concat(tables.Skip(1).Reverse().Select(table => "[node." + table));
        Assert.Equal(WithoutPositions(Compile(text).Plan!), WithoutPositions(Compile(turned).Plan!));
    }

    [Test]
    public void A_comment_at_the_end_of_a_line_changes_nothing()
    {
        string text = new RandomGraph(8, 10, withMandatory: false).Text;
        Assert.Equal(Compile(text).Plan, Compile(text.Replace("]\n", "] # a comment\n", StringComparison.Ordinal)).Plan);
    }

    static void ForAll(Action<int> property) => Assert.All(Enumerable.Range(0, GraphCount), property);

    static string WithoutPositions(DispatchPlan plan) =>
        System.Text.RegularExpressions.Regex.Replace(PlanText.Of(plan), @" at \S+\)", "");

    static GraphResult Compile(RandomGraph graph) => Compile(graph.Text);

    static GraphResult Compile(string text) =>
        GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", text), default, default));
}
