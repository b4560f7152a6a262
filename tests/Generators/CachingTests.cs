using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FastPaas.TestHost;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastPaas.Generators.Tests;

public sealed class CachingTests
{
    static readonly string[] steps =
        [GraphGenerator.FilesStep, GraphGenerator.InputsStep, GraphGenerator.PlansStep, GraphGenerator.NamesStep];

    [Test]
    public void A_C_sharp_edit_leaves_every_step_cached()
    {
        GeneratorInput input = GeneratorInput.Of([GraphSource.FromRepository("edge")], [ModuleSet.Catalogue]);
        Compilation before = Compilation("class A;");
        GeneratorDriver driver = InMemoryCompiler.CreateDriver(input).RunGenerators(before);
        Compilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class B;"));
        GeneratorRunResult result = driver.RunGenerators(after).GetRunResult().Results.Single();
        Assert.All(steps.SelectMany(step => Reasons(result.TrackedSteps[step])), reason =>
            Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(result.TrackedOutputSteps.SelectMany(step => Reasons(step.Value)), reason =>
            Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Test]
    public void A_comment_at_the_end_of_a_line_emits_nothing_again()
    {
        GraphSource graph = GraphSource.FromRepository("edge");
        GeneratorInput before = GeneratorInput.Of([graph], [ModuleSet.Catalogue]);
        GraphSource commented = graph with { Text = graph.Text.Replace("schema = 1", "schema = 1 # the only one") };
        GeneratorInput after = GeneratorInput.Of([commented], [ModuleSet.Catalogue]);
        Compilation compilation = Compilation("class A;");
        GeneratorDriver driver = InMemoryCompiler.CreateDriver(before).RunGenerators(compilation);
        driver = driver
            .ReplaceAdditionalText(before.Texts.Single(IsGraph), after.Texts.Single(IsGraph))
            .WithUpdatedAnalyzerConfigOptions(after);
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Contains(IncrementalStepRunReason.Modified, Reasons(result.TrackedSteps[GraphGenerator.FilesStep]));
        Assert.All(Reasons(result.TrackedSteps[GraphGenerator.PlansStep]), reason =>
            Assert.Equal(IncrementalStepRunReason.Unchanged, reason));
        Assert.All(result.TrackedOutputSteps.SelectMany(step => Reasons(step.Value)), reason =>
            Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Test]
    public void The_same_sources_give_the_same_code_in_any_order()
    {
        GraphSource[] graphs = [.. Repository.GraphNames.Select(GraphSource.FromRepository)];
        IReadOnlyDictionary<string, string> once = GraphAssembly.CompileOnly(graphs, [ModuleSet.Catalogue]).Generated;
        IReadOnlyDictionary<string, string> again = GraphAssembly.CompileOnly(graphs.Reverse(), [ModuleSet.Catalogue]).Generated;
        Assert.Equal(once.OrderBy(file => file.Key), again.OrderBy(file => file.Key));
    }

    static bool IsGraph(AdditionalText text) => text.Path.EndsWith("/graph.toml", System.StringComparison.Ordinal);

    static IEnumerable<IncrementalStepRunReason> Reasons(ImmutableArray<IncrementalGeneratorRunStep> runs) =>
        runs.SelectMany(run => run.Outputs).Select(output => output.Reason);

    static CSharpCompilation Compilation(string source) =>
        InMemoryCompiler.CreateCompilation("Edited", new Dictionary<string, string> { ["A.cs"] = source }, [], allowUnsafe: true);
}
