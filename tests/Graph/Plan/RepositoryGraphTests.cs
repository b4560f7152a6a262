using System.Linq;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

public class RepositoryGraphTests
{
    public static TheoryData<string> Names => new(Repository.Graphs);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_graph_of_the_repository_has_a_plan(string name)
    {
        GraphResult result = GraphCompiler.Compile(Repository.Graph(name));
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(name, result.Plan!.Name);
        Assert.NotEmpty(result.Plan.Ports);
    }
}
