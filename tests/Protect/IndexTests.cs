using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FastPaas.Build;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>Random loops over indices (<see cref="IndexProgram"/>) as modules: confined they compute what they compute plain.
/// FASTPAAS_INDEX_PROGRAMS says how many, FASTPAAS_INDEX_SEED which first; <c>--long</c> takes 300. The variants take
/// turns.</summary>
public sealed class IndexTests : IDisposable
{
    const int Programs = 8, SecondsMax = 60;

    /// <summary>Variables keep what the burst before left there.</summary>
    const int Bursts = 2;

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-index-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    public void Loops_over_all_kinds_of_indices_do_the_same_confined()
    {
        int programs = Confined.Number("FASTPAAS_INDEX_PROGRAMS", Programs), first = Confined.Number("FASTPAAS_INDEX_SEED", 1);
        ConcurrentBag<string> wrong = [];
        _ = Confined.Tools;
        Parallel.For(first, first + programs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            string found = Compare(seed, Enumerable.Range(0, IndexProgram.Loops));
            if (found != "") wrong.Add($"seed {seed}, {Confined.VariantOf(seed).Text}: {found}\n{Culprit(seed)}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    /// <summary>The first of a program's loops with which something is wrong by itself.</summary>
    string Culprit(int seed)
    {
        int loop = Enumerable.Range(0, IndexProgram.Loops)
            .FirstOrDefault(each => Compare(seed, [each]) != "", -1);
        return loop < 0 ? "none of its loops alone" : new IndexProgram(seed).Source([loop]);
    }

    /// <summary>Why it is refused, or what it does differently; empty: neither.</summary>
    string Compare(int seed, IEnumerable<int> loops)
    {
        ModuleManifest manifest = Confined.Manifest($"i{seed}");
        CVariant variant = Confined.VariantOf(seed);
        string folder = Path.Combine(work, manifest.Name), source = Path.Combine(folder, "program.c");
        string beside = Path.Combine(work, $"made{seed}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(source, new IndexProgram(seed).Source(loops));
        StringWriter errors = new();
        try
        {
            string plain = Run(Confined.CompilePlain(manifest, source, Path.Combine(beside, "plain")));
            string compiled = Confined.Compile(manifest, folder, Path.Combine(beside, "confined"), errors, variant);
            if (Harness.Refusals(compiled, variant) is { Length: > 0 } refusals) return refusals;
            string confined = Run(compiled);
            bool isSame = plain.StartsWith("result ", StringComparison.Ordinal) && plain == confined;
            return isSame ? "" : $"{plain}, confined {confined}";
        }
        catch (StopException stopped)
        {
            return stopped.Message + "\n" + errors;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(beside, recursive: true);
        }

        static string Run(string compiled) => Harness.TryRun(compiled, TimeSpan.FromSeconds(SecondsMax), Bursts);
    }
}
