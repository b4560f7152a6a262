using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>The C library of modules (native/module/library). What modules do with it is compared in accept/.</summary>
public sealed partial class LibraryTests : IDisposable
{
    readonly string work = Directory.CreateTempSubdirectory("fastpaas-library-").FullName;

    static string Headers => Repository.Path("native", "module");

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    public void Numbers_and_texts_are_formatted_as_by_the_system()
    {
        string program = Path.Combine(work, "formats");
        List<string> objects = [];
        foreach (string name in (string[])["format", "format_double", "decimal"])
        {
            objects.Add(Path.Combine(work, name + ".o"));
            Harness.Execute("/usr/bin/clang-19", "-std=gnu11", "-O1", "-nostdlibinc", "-fno-builtin", "-Dsnprintf=fp_snprintf",
                "-Dvsnprintf=fp_vsnprintf", "-Dsprintf=fp_sprintf", "-Dvsprintf=fp_vsprintf", "-isystem", Headers, "-c",
                Path.Combine(Headers, "library", name + ".c"), "-o", objects[^1]);
        }
        string comparison = Repository.Path("tests", "Protect", "Library", "formats.c");
        Harness.Execute("/usr/bin/clang-19", ["-std=gnu11", "-O1", "-w", comparison, .. objects, "-o", program]);
        Assert.Equal("equal", Harness.Execute(program, "200000").Trim());
    }

    /// <summary>A prototype without its function would be refused as unknown, at the author's line.</summary>
    [Test]
    public void Every_function_that_a_header_declares_is_there()
    {
        HashSet<string> defined = Defined();
        string[] declared = [.. Declared()];
        Assert.True(declared.Length > 50);
        Assert.Empty(declared.Where(name => !defined.Contains(name) && name != OfTheSystem));
    }

    /// <summary>What an unprotected module may call is what a protected one may, and what the compiler's own code
    /// names.</summary>
    [Test]
    public void An_unprotected_module_may_call_what_the_headers_declare_and_nothing_else() =>
        Assert.Equal(Declared().Where(name => name != OfTheLibrary).Append("_GLOBAL_OFFSET_TABLE_").Order(StringComparer.Ordinal),
            CObjectRules.MayCall.Order(StringComparer.Ordinal));

    /// <summary>What optimisation may call after the library was linked in, and would else be nowhere.</summary>
    [Test]
    public void Every_function_that_the_pass_keeps_for_optimisation_is_there()
    {
        string pass = File.ReadAllText(Repository.Path("native", "protect", "Plugin.cpp"));
        string[] kept = [.. Quoted().Matches(KeptFunctions().Match(pass).Value).Select(match => match.Groups[1].Value)];
        Assert.True(kept.Length > 15);
        Assert.Empty(kept.Except(Defined()));
    }

    /// <summary>Behind <c>errno</c>: of an unprotected module, of a protected one.</summary>
    const string OfTheSystem = "__errno_location", OfTheLibrary = "fp_errno";

    static IEnumerable<string> Declared() => ((string[])["errno.h", "stdio.h", "stdlib.h", "string.h", "strings.h"])
        .SelectMany(header => File.ReadLines(Path.Combine(Headers, header)))
        .Select(line => Prototype().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    static HashSet<string> Defined() => [.. Harness.Execute("/usr/bin/llvm-nm-19", "--defined-only", "--format=just-symbols",
        Confined.Tools.Library).Split('\n')];

    [GeneratedRegex(@"^StringSet<> functionsToKeep\(.*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex KeptFunctions();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[a-zA-Z_][\w ]*[ *](\w+)\([^{=]*$")]
    private static partial Regex Prototype();
}
