using System.Collections.Generic;
using System.IO;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

public class RepositoryGraphTests
{
    public static IEnumerable<string> Names => Repository.Graphs;

    [Test]
    [MethodDataSource(nameof(Names))]
    public void The_plan_of_a_repository_graph_is_its_golden_one(string name)
    {
        GraphResult result = GraphCompiler.Compile(Repository.Graph(name));
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        string golden = Path.Combine(Repository.Root, "tests", "Graph", "Plan", "golden", name + ".txt");
        string actual = PlanText.Of(result.Plan!);
        if (Repository.Accept) File.WriteAllText(golden, actual);
        else Assert.Equal(File.ReadAllText(golden), actual);
    }

    [Test]
    [MethodDataSource(nameof(Names))]
    public void The_certificate_of_a_repository_graph_holds(string name) =>
        Assert.Empty(CertificateChecker.Complaints(GraphCompiler.Compile(Repository.Graph(name)).Plan!));
}
