using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.TestHost;
using FastPaas.Verify.Elf;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>A case of native/verify/accept or reject: Intel syntax, code first, constants behind a line <c>constants</c>. Its
/// comments say what it shows, and: <c># VF0009</c> how it is refused; <c># entries: process init</c> what the host enters; <c>#
/// text: awx</c>, <c># constants: aw</c> flags of its sections that aren't the usual ones.</summary>
sealed partial record CorpusCase(string Kind, string Name, string Text)
{
    /// <summary>As a section's name has it.</summary>
    public string Module => $"{Kind}_{Name}";

    public string[] Refusals => [.. Lines("# VF").Select(line => "VF" + line)];

    /// <summary>The source with what makes a module of it. Labels get its name: all cases go into one file.</summary>
    public string Source()
    {
        string text = Comment("text", "ax"), constants = Comment("constants", "a");
        string[] entries = [.. Comment("entries", "process").Split(' ').Where(entry => entry != "none")];
        string descriptor = string.Concat(entries.Select(entry => $"lea rax, [rip + {entry}]\n")) + "ret";
        string code = Comments().Replace(Text, "");
        string[] labels = [.. Labels().Matches(code).Select(match => match.Groups[1].Value)];
        if (labels.Length > 0)
        {
            Regex named = new($@"\b({string.Join('|', labels)})\b");
            (code, descriptor) = (named.Replace(code, $"$1.{Module}"), named.Replace(descriptor, $"$1.{Module}"));
        }
        return $"""
            .macro constants
            .section fp_const_{Module}, "{constants}", @progbits
            .endm
            .section fp_text_{Module}, "{text}", @progbits
            {code}
            .purgem constants
            .text
            .globl fp_module_{Module}
            .type fp_module_{Module}, @function
            fp_module_{Module}:
            {descriptor}
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

    public static VerifyReport Verify(CorpusCase each) => ModuleReader.Verify(linked.Value, each.Module);

    /// <summary>What the linker made of an accepted case.</summary>
    public static ModuleCode Code(CorpusCase each) => TryCode(each) ?? throw new InvalidOperationException(each.Name);

    /// <summary>null: its file is what's wrong.</summary>
    public static ModuleCode? TryCode(CorpusCase each) => ModuleReader.Read(linked.Value, each.Module, new RefusalList());

    static CorpusCase[] Read(string kind) =>
        [.. Directory.EnumerateFiles(Repository.Path("native", "verify", kind), "*.s").Order(StringComparer.Ordinal)
            .Select(file => new CorpusCase(kind, Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))];

    static LinkedFile Link()
    {
        using TemporaryFolder folder = new();
        string library = Path.Combine(folder.Path, "all.so");
        File.WriteAllText(Path.Combine(folder.Path, "all.s"), ".intel_syntax noprefix\n"
            + string.Concat(((IEnumerable<CorpusCase>)[.. Accepted, .. Rejected]).Select(each => each.Source())));
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
