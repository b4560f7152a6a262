using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Graph.Tests.Wrong;

public class WrongGraphTests
{
    public static IEnumerable<string> Names => GraphCase.Names;

    [Test]
    [MethodDataSource(nameof(Names))]
    public void A_wrong_graph_is_told_what_is_wrong_and_what_to_write(string name)
    {
        GraphCase graph = new(name);
        GraphResult result = GraphCompiler.Compile(graph.Sources);
        string actual = GraphCase.TextOf(result);
        if (Repository.Accept) graph.Accept(actual);
        else Assert.Equal(graph.ExpectedText, actual);
        Assert.NotEmpty(result.Diagnostics);
        Assert.Equal(result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), result.Plan == null);
    }

    [Test]
    public void Every_rule_of_the_graph_language_has_a_case()
    {
        string all = string.Concat(GraphCase.Names.Select(name => new GraphCase(name).ExpectedText));
        Assert.Empty(Rule.All.Where(rule => !rule.Id.StartsWith("FP06", StringComparison.Ordinal) && !all.Contains(rule.Id))
            .Select(rule => $"{rule.Id}: {rule.Meaning}"));
    }
}
