using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>GCC's c-torture execute tests (Debian's gcc-12-source) as modules: confined they end as they do plain, the variants
/// of the pass taking turns. Torture/others.txt has those that don't take part, and why; FASTPAAS_TORTURE_PROGRAMS says how many
/// are run, <c>--long</c> all. FASTPAAS_ACCEPT=1 writes anew what the list says of them.</summary>
public sealed partial class TortureTests : IDisposable
{
    const int Programs = 40;

    /// <summary>Of those that take part.</summary>
    const double SameMin = 0.99;

    const string Archive = "/usr/src/gcc-12/gcc-12.2.0-dfsg.tar.xz", Folder = "gcc/testsuite/gcc.c-torture/execute/";

    /// <summary>What clang takes for an error by default, and old C may.</summary>
    static readonly string[] OldC =
    [
        "-Wno-error=implicit-function-declaration", "-Wno-error=implicit-int", "-Wno-error=int-conversion",
        "-Wno-error=incompatible-function-pointer-types", "-Wno-error=return-type",
    ];

    static readonly string list = Repository.Path("tests", "Protect", "Torture", "others.txt");

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-torture-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    public void Programs_of_gcc_end_confined_as_they_end_plain()
    {
        Skip.Unless(File.Exists(Archive), "needs gcc-12-source");
        int wanted = Confined.Number("FASTPAAS_TORTURE_PROGRAMS", Programs);
        _ = Confined.Tools;
        string[] all = Unpack();
        int step = Math.Max(1, all.Length / wanted);
        (string File, CVariant Variant)[] chosen = [.. all.Select((file, i) =>
            (file, Confined.VariantOf(i))).Where((_, i) => i % step == 0)];
        ConcurrentDictionary<string, string> others = new();
        Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, each =>
        {
            if (Run(each.File, each.Variant) is { Length: > 0 } other) others[NameOf(each.File)] = other;
        });
        int differ = others.Values.Count(other => other.StartsWith("differs", StringComparison.Ordinal));
        int same = chosen.Length - others.Count;
        HashSet<string> names = [.. chosen.Select(each => NameOf(each.File))];
        ILookup<bool, string> known = File.ReadLines(list).ToLookup(line => names.Contains(line.Split(':')[0]));
        string[] lines = [.. others.Select(each => $"{each.Key}: {each.Value}").Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1")
            File.WriteAllLines(list, known[false].Concat(lines).Order(StringComparer.Ordinal));
        else Assert.Equal(known[true], lines);
        Console.WriteLine($"{chosen.Length} of {all.Length} programs: {same} the same, {differ} not");
        Assert.True(same >= SameMin * (same + differ), $"{same} the same, {differ} not");
    }

    /// <summary>The programs' files, in the order of their names.</summary>
    string[] Unpack()
    {
        Harness.Execute("/usr/bin/tar", "-xJf", Archive, "-C", work, "--wildcards", "*/" + Folder + "*.c");
        return [.. Directory.EnumerateFiles(work, "*.c", SearchOption.AllDirectories)
            // Its programs need a library of their own beside them.
            .Where(file => !file.Contains("/builtins/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>As in <c>ieee/20000320-1</c>.</summary>
    static string NameOf(string file) =>
        file[(file.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..^".c".Length];

    /// <returns>Why it isn't one of those that are the same; nothing: it is.</returns>
    string Run(string program, CVariant variant)
    {
        string name = "t" + string.Concat(NameOf(program).Select(letter =>
            char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_'));
        string folder = Path.Combine(work, name), source = Path.Combine(folder, "source");
        Directory.CreateDirectory(source);
        try
        {
            CopyWithIncluded(program, source);
            string other = HostedProgram.Run(name, folder, ["source/" + Path.GetFileName(program)], "", variant);
            return other.Length > 0 && FailurePlain(program, Path.Combine(folder, "plain")) is { } failure
                ? "outside: " + failure : other;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Some are another one and a definition in front; or themselves, by another definition.</summary>
    static void CopyWithIncluded(string program, string to)
    {
        string copied = Path.Combine(to, Path.GetFileName(program));
        if (File.Exists(copied)) return;
        File.Copy(program, copied);
        foreach (Match each in Included().Matches(File.ReadAllText(program)))
        {
            string beside = Path.Combine(Path.GetDirectoryName(program)!, each.Groups[1].Value);
            if (File.Exists(beside)) CopyWithIncluded(beside, to);
        }
    }

    [GeneratedRegex("^#\\s*include\\s*\"(.*)\"", RegexOptions.Multiline)]
    private static partial Regex Included();

    /// <returns>Null: it ends with 0, as they all do that find nothing wrong.</returns>
    static string? FailurePlain(string source, string program)
    {
        const string Wraps = "-fwrapv";
        if (File.ReadAllText(source).Contains(Wraps, StringComparison.Ordinal)) return $"it counts on {Wraps}";
        try
        {
            Harness.Execute("/usr/bin/clang-19",
                ["-std=gnu11", "-O1", "-march=x86-64-v3", "-w", .. OldC, source, "-fuse-ld=lld-19", "-o", program, "-lm"]);
        }
        catch (InvalidOperationException failed)
        {
            const string Error = "error: ";
            string line = failed.Message.Split('\n').First(each => each.Contains(Error, StringComparison.Ordinal));
            return line[(line.IndexOf(Error, StringComparison.Ordinal) + Error.Length)..];
        }
        try
        {
            Harness.Execute("/usr/bin/timeout", "10", program);
            return null;
        }
        catch (InvalidOperationException)
        {
            return "it doesn't succeed plain";
        }
    }
}
