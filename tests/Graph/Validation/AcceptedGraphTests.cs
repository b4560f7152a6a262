using System.Linq;
using FastPaas.Graph.Plan;
using FastPaas.Graph.Tests.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Validation;

/// <summary>Graphs that look odd and are right.</summary>
public class AcceptedGraphTests
{
    const string Ports = """
        schema = 1
        name = "odd"
        [port.a]
        device = "net_null0"
        next = "tenants"
        [port.b]
        device = "net_null1"

        """;

    const string Blue = "[tenant.blue]\nmatch = \"vlan.id == 100\"\ngraph = \"t.toml\"\nnext = \"b\"\n";

    [Test]
    public void A_port_may_send_back_what_it_receives() =>
        Assert.IsType<PortTarget>(Plan("schema = 1\nname = \"mirror\"\n[port.a]\ndevice = \"net_null0\"\nnext = \"a\"\n")
            .Ports[0].Entry);

    [Test]
    public void A_tenant_may_have_no_nodes() =>
        Assert.Equal("port b", TargetOf(Plan(Ports + Blue, "entry = \"out\"\n"), "tenants", "blue"));

    [Test]
    public void A_tenant_that_drops_everything_leaves_the_operators_graph_right()
    {
        string behind = Blue.Replace("\"b\"", "\"last\"") + "[node.last]\nmodule = \"counter\"\nnext = \"b\"\n";
        Assert.Equal("drop tenants.blue", TargetOf(Plan(Ports + behind, "entry = \"drop\"\n"), "tenants", "blue"));
    }

    [Test]
    public void Two_tenants_may_share_a_file()
    {
        string red = Blue.Replace("blue", "red").Replace("100", "200");
        DispatchPlan plan = Plan(Ports + Blue + red, "entry = \"n\"\n[node.n]\nmodule = \"counter\"\nnext = \"out\"\n");
        Assert.Equal(["tenants", "blue/n", "red/n"], plan.Nodes.Select(node => node.Name));
    }

    [Test]
    public void A_tenants_node_may_be_called_like_an_operators_or_a_port()
    {
        const string Counter = "module = \"counter\"\nnext = ";
        string tenant = $"entry = \"b\"\n[node.b]\n{Counter}\"shared\"\n[node.shared]\n{Counter}\"out\"\n";
        string shared = "[node.shared]\nmodule = \"counter\"\nnext = \"b\"\n";
        DispatchPlan plan = Plan(Ports + Blue.Replace("next = \"b\"", "next = \"shared\"") + shared, tenant);
        Assert.Equal(["tenants", "blue/b", "blue/shared", "shared"], plan.Nodes.Select(node => node.Name));
    }

    [Test]
    public void A_branch_of_one_rule_without_condition_is_a_wire()
    {
        DispatchPlan plan = Plan(Ports.Replace("tenants", "n") + "[node.n]\nnext = [{ to = \"b\" }]\n");
        Assert.Null(Assert.IsType<BranchNode>(Assert.Single(plan.Nodes)).Rules[0].When);
    }

    [Test]
    public void Rules_may_be_tables_of_their_own() =>
        Assert.Equal(2, Plan(Ports.Replace("tenants", "n")
            + "[[node.n.next]]\nwhen = \"tcp.dst == 80\"\nto = \"b\"\n[[node.n.next]]\nto = \"drop\"\n").Nodes[0].Outputs.Count);

    [Test]
    public void A_mandatory_node_may_stand_behind_the_tenants()
    {
        string guard = "[node.last]\nmodule = \"counter\"\nmandatory = [\"*\"]\nnext = \"b\"\n";
        DispatchPlan plan = Plan(Ports + Blue.Replace("next = \"b\"", "next = \"last\"") + guard,
            "entry = \"n\"\n[node.n]\nmodule = \"counter\"\nnext = \"out\"\n");
        Assert.Equal(["mandatory last port a before blue/n tenants", "mandatory last port b before"], plan.Certificate);
        Assert.Empty(CertificateChecker.Complaints(plan));
    }

    [Test]
    public void Files_that_no_tenant_names_are_not_read()
    {
        GraphResult result = Compile(Ports.Replace("tenants", "b"), "this is no TOML");
        Assert.Empty(result.Diagnostics);
    }

    [Test]
    public void What_a_tenant_may_take_of_an_lcore_is_in_the_plan()
    {
        const string limits = "weight = 7\nlimits = { backlog_packets = 100 }\n[scheduler]\nburst_us = 50\n";
        GraphResult result = Compile(Ports + Blue + limits, "entry = \"out\"\n");
        Assert.Empty(result.Diagnostics);
        PlanTenant tenant = result.Plan!.Tenants[0];
        Assert.Equal((7, 100, 50), (tenant.Weight, tenant.BacklogPackets, result.Plan.TurnUs));
    }

    [Test]
    [Arguments("", 1, "", null)]
    [Arguments("[lcores]\nworkers = 3\n", 3, "", null)]
    [Arguments("[lcores]\nworker_cpus = [4, 2, 2]\n", 3, "4 2 2", null)]
    [Arguments("[lcores]\nworkers = 1\nworker_cpus = [7]\ncontrol_cpu = 0\n", 1, "7", 0)]
    [Arguments("[lcores]\ncontrol_cpu = 5\n", 1, "", 5)]
    public void Lcores_are_as_many_as_there_are_workers_or_CPUs_of_theirs(string table, int workers, string cpus, int? control)
    {
        GraphResult result = Compile(Ports.Replace("tenants", "b") + table, "");
        Assert.Empty(result.Diagnostics);
        Assert.Equal(workers, result.Plan!.Lcores.Workers);
        Assert.Equal(cpus, string.Join(' ', result.Plan.Lcores.WorkerCpus));
        Assert.Equal(control, result.Plan.Lcores.ControlCpu);
    }

    static string TargetOf(DispatchPlan plan, string node, string output) =>
        plan.Nodes.Single(each => each.Name == node).Outputs.Single(each => each.Name == output).Target switch
        {
            PortTarget port => $"port {plan.Ports[port.PortId].Name}",
            DropTarget drop => $"drop {plan.DropReasons[drop.ReasonId].Name}",
            NodeTarget next => plan.Nodes[next.NodeId].Name,
            _ => "?",
        };

    static DispatchPlan Plan(string graph, string tenant = "")
    {
        GraphResult result = Compile(graph, tenant);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return result.Plan!;
    }

    static GraphResult Compile(string graph, string tenant) => GraphCompiler.Compile(new GraphSources(
        new SourceFile("graph.toml", graph), new[] { new SourceFile("t.toml", tenant) }.ToEquatableArray(), Repository.Modules));
}
