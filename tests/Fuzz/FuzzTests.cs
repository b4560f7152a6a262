using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph;
using Xunit;

namespace FastPaas.Fuzz.Tests;

/// <summary>Mutated graphs through the front end and the generator. A failure prints the seed of its input and the input, made
/// small: a file for <c>Cases/</c>.</summary>
public class FuzzTests
{
    public static IEnumerable<string> Cases() => [.. Directory.GetFiles(FuzzInput.FolderOf("Cases"), "*.txt")
        .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Test]
    public void Every_seed_is_accepted() => Assert.Empty(FuzzInput.Seeds
        .SelectMany(seed => GraphCompiler.Compile(seed.Sources).Diagnostics)
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(diagnostic => diagnostic.ToString()));

    [Test]
    [MethodDataSource(nameof(Cases))]
    public void What_once_failed_holds(string file)
    {
        FuzzInput input = FuzzInput.Parse(File.ReadAllText(Path.Combine(FuzzInput.FolderOf("Cases"), file)));
        Assert.Null(FrontEndCheck.Of(input).Broken);
        Assert.Null(GeneratorCheck.Of(input).Broken);
    }

    [Test]
    public void No_mutant_breaks_the_front_end() => Run(FrontEndCheck.Of, 0.5);

    [Test]
    public void No_mutant_breaks_the_generator_or_what_it_writes() => Run(GeneratorCheck.Of, 0.5);

    static void Run(Func<FuzzInput, Verdict> check, double share)
    {
        var run = new FuzzRun(check);
        run.Run(share);
        Assert.True(run.Failure is null, run.Failure);
        Assert.True(run.Accepted > 0, "every mutant was refused: the mutations are too coarse to test what follows");
    }
}
