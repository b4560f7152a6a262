using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.TestHost;
using FastPaas.Verify.Elf;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>A case of native/verify/accept or reject: Intel syntax, code first, constants behind a line <c>constants</c>. Its
/// comments say what it shows, and: <c># VF0009</c> how it is refused; <c># entries: process init</c> what the host enters;
/// <c># text: aw</c>, <c># constants: aw</c> flags of its sections and <c># protection: 0</c> what its descriptor says, that
/// aren't the usual ones; <c># mask</c>, <c># compare</c>, <c># mpx</c> and <c># writes only</c> how it was compiled.</summary>
sealed partial record CorpusCase(string Kind, string Name, string Text)
{
    /// <summary>As a section's name has it.</summary>
    public string Module => $"{Kind}_{Name}";

    public string[] Refusals => [.. Lines("# VF").Select(line => "VF" + line)];

    public Reach Reach => Lines("# mask").Any() ? Reach.Mask : Lines("# compare").Any() ? Reach.Compare
        : Lines("# mpx").Any() ? Reach.Mpx : Reach.Segment;

    public bool IsWritesOnly => Lines("# writes only").Any();

    /// <summary>The source with what makes a module of it. Labels get its name: all cases go into one file.</summary>
    public string Source()
    {
        string text = Comment("text", "ax"), constants = Comment("constants", "a");
        string[] entries = [.. Comment("entries", "process").Split(' ').Where(entry => entry != "none")];
        string words = string.Join(", ", entries.Concat(["0", "0", "0", "0"]).Take(4));
        string code = Comments().Replace(Text, "");
        string[] labels = [.. Labels().Matches(code).Select(match => match.Groups[1].Value)];
        if (labels.Length > 0)
        {
            Regex named = new($@"\b({string.Join('|', labels)})\b");
            (code, words) = (named.Replace(code, $"$1.{Module}"), named.Replace(words, $"$1.{Module}"));
        }
        string bounds = string.Join(", ", new[] { "text", "const" }.SelectMany(part =>
            new[] { $"__start_fp_{part}_{Module}", $"__stop_fp_{part}_{Module}" }));
        return $"""
            .macro constants
            .section fp_const_{Module}, "{constants}", @progbits
            .endm
            .section fp_text_{Module}, "{text}", @progbits
            {code}
            .purgem constants
            .weak {bounds}
            .hidden {bounds}
            .section .data.rel.ro, "aw", @progbits
            .balign 8
            descriptor.{Module}:
            .long 0, 1
            .quad {words}
            .long {Comment("protection", ((int)Reach + 1).ToString(CultureInfo.InvariantCulture))}, 0, 0, 0
            .quad 0, {bounds}
            .zero 32
            .long {Comment("only_writes", IsWritesOnly ? "1" : "0")}, 1, 0, 0
            .quad 0, 0
            .text
            .globl fp_module_{Module}
            .type fp_module_{Module}, @function
            fp_module_{Module}:
            lea rax, [rip + descriptor.{Module}]
            ret
            .size fp_module_{Module}, . - fp_module_{Module}

            """;
    }

    string Comment(string key, string usual) => Lines($"# {key}: ").SingleOrDefault(usual);

    IEnumerable<string> Lines(string start) => Text.Split('\n')
        .Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..]);

    [GeneratedRegex("^#.*", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^(\w+):", RegexOptions.Multiline)]
    private static partial Regex Labels();
}

/// <summary>All cases, assembled and linked into one library, a module each.</summary>
static class Corpus
{
    static readonly Lazy<LinkedFile> linked = new(Link);

    public static IReadOnlyList<CorpusCase> Accepted { get; } = Read("accept");

    public static IReadOnlyList<CorpusCase> Rejected { get; } = Read("reject");

    public static VerifyReport Verify(CorpusCase each) =>
        ModuleReader.Verify(linked.Value, each.Module, each.Reach, each.IsWritesOnly);

    /// <summary>What the linker made of an accepted case.</summary>
    public static ModuleCode Code(CorpusCase each) => TryCode(each) ?? throw new InvalidOperationException(each.Name);

    /// <summary>null: its file is what's wrong.</summary>
    public static ModuleCode? TryCode(CorpusCase each) =>
        ModuleReader.Read(linked.Value, each.Module, new RefusalList(), each.Reach, each.IsWritesOnly);

    static CorpusCase[] Read(string kind) =>
        [.. Directory.EnumerateFiles(Repository.Path("native", "verify", kind), "*.s").Order(StringComparer.Ordinal)
            .Select(file => new CorpusCase(kind, Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))];

    static LinkedFile Link()
    {
        using TemporaryFolder folder = new();
        string library = Path.Combine(folder.Path, "all.so");
        // An empty section begins where the next one does, which then would be held by two descriptors: nothing is next.
        IEnumerable<CorpusCase> all = Accepted.Concat(Rejected).OrderBy(each => each.Refusals is ["VF0001"]);
        File.WriteAllText(Path.Combine(folder.Path, "all.s"), ".intel_syntax noprefix\n"
            + string.Concat(all.Select(each => each.Source())));
        Child.Run("clang-19", ["-c", "all.s"], folder.Path);
        Child.Run("ld.lld-19", ["-shared", "-o", library, "all.o"], folder.Path);
        return LinkedFile.Read(library, library);
    }
}

static class Child
{
    public static void Run(string program, IEnumerable<string> arguments, string folder)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true, WorkingDirectory = folder };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }
}

sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fastpaas-verify").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
