using System.Linq;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

public class CertificateTests
{
    static readonly DispatchPlan Edge = GraphCompiler.Compile(Repository.Graph("edge")).Plan!;

    [Test]
    public void The_edge_graph_proves_its_source_guard() =>
        Assert.Equal(["mandatory antispoof port uplink before"], Edge.Certificate);

    [Test]
    [Arguments("mandatory antispoof port core before")]
    [Arguments("mandatory tenants port core before")]
    [Arguments("mandatory tenants port uplink before")]
    [Arguments("mandatory nobody port uplink before antispoof")]
    [Arguments("mandatory antispoof port nowhere before")]
    [Arguments("antispoof is safe")]
    public void A_forged_line_is_refused(string line) =>
        Assert.Single(CertificateChecker.Complaints(
            Edge with { Certificate = Edge.Certificate.Append(line).ToEquatableArray() }));

    [Test]
    public void A_longer_cut_is_accepted() =>
        Assert.Empty(CertificateChecker.Complaints(Edge with
        {
            Certificate = Edge.Certificate.Append("mandatory tenants port uplink before antispoof").ToEquatableArray(),
        }));

    [Test]
    public void A_plan_with_a_new_edge_around_the_node_breaks_its_certificate()
    {
        DispatchPlan bypassed = Edge with
        {
            Ports = Edge.Ports.Select(port => port with { Entry = new PortTarget(0) }).ToEquatableArray(),
        };
        Assert.NotEmpty(CertificateChecker.Complaints(bypassed));
    }
}
