using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using FastPaas.Build;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>csmith's random programs (Yang, Chen, Eide, Regehr 2011) as modules: confined they compute what they compute plain.
/// FASTPAAS_CSMITH_PROGRAMS says how many, FASTPAAS_CSMITH_SEED which first; <c>--long</c> takes 500. The variants take
/// turns.</summary>
public sealed class CsmithTests : IDisposable
{
    /// <summary>A program that takes longer is endless, as one in five of csmith's is.</summary>
    const int Programs = 50, SecondsMax = 1;

    /// <summary>For each that is compared: where more have no result, csmith or its harness is broken.</summary>
    const int SeedsMax = 20;

    /// <summary>A second run would find pointers to the first one's variables.</summary>
    const int Bursts = 1;

    const string SafeMath = "/usr/include/csmith/safe_math.h";

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-csmith-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    public void Random_programs_do_the_same_confined()
    {
        NeedCsmith();
        int programs = Confined.Number("FASTPAAS_CSMITH_PROGRAMS", Programs), first = Confined.Number("FASTPAAS_CSMITH_SEED", 1);
        ConcurrentBag<string> wrong = [];
        int seed = first - 1, compared = 0;
        _ = Confined.Tools;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (Volatile.Read(ref compared) < programs)
            {
                int mine = Interlocked.Increment(ref seed);
                if (mine - first >= programs * SeedsMax) return;
                (string plain, string confined) = Run(mine);
                if (plain == "") continue;
                if (plain != confined) wrong.Add($"seed {mine}, {Confined.VariantOf(mine).Text}: {plain}, confined {confined}");
                Interlocked.Increment(ref compared);
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        Assert.True(compared >= programs, $"{compared} of {programs * SeedsMax} programs give a result");
    }

    /// <summary>Where no register is left, what comes out of a check is spilled (docs/adr/0033).</summary>
    [Test]
    [Arguments(5045)]
    public void A_program_that_was_refused_does_the_same_confined(int seed)
    {
        NeedCsmith();
        (string plain, string confined) = Run(seed);
        Assert.Equal(plain, confined);
    }

    static void NeedCsmith() =>
        Skip.Unless(File.Exists("/usr/bin/csmith") && File.Exists(SafeMath), "needs csmith and libcsmith-dev");

    (string Plain, string Confined) Run(int seed)
    {
        string folder = Path.Combine(work, $"p{seed}");
        Write(seed, folder);
        ModuleManifest manifest = Confined.Manifest($"p{seed}");
        string plain = Harness.TryRun(
            Confined.CompilePlain(manifest, Path.Combine(folder, "program.c"), Path.Combine(folder, "plain")),
            TimeSpan.FromSeconds(SecondsMax), Bursts);
        if (plain == "") return ("", "");
        StringWriter errors = new();
        try
        {
            CVariant variant = Confined.VariantOf(seed);
            string compiled = Confined.Compile(manifest, folder, Path.Combine(folder, "confined"), errors, variant);
            string refusals = Harness.Refusals(compiled, variant);
            return (plain, refusals != "" ? refusals : Harness.TryRun(compiled, TimeSpan.FromSeconds(60), Bursts));
        }
        catch (StopException refused)
        {
            return (plain, refused.Message + "\n" + errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Write(int seed, string folder)
    {
        Directory.CreateDirectory(folder);
        // It leaves a file where it runs.
        Harness.Execute("/usr/bin/env", "-C", folder, "/usr/bin/csmith", "--seed", $"{seed}", "--no-argc", "--quiet",
            "--max-funcs", "6", "--output", "program.c");
        File.Copy(Repository.Path("tests", "Protect", "Csmith", "csmith.h"), Path.Combine(folder, "csmith.h"));
        File.Copy(SafeMath, Path.Combine(folder, "safe_math.h"));
    }
}
