using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
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
        HashSet<string> defined = [.. Harness.Execute("/usr/bin/llvm-nm-19", "--defined-only", "--format=just-symbols",
            Confined.Tools.Library).Split('\n')];
        string[] declared = [.. ((string[])["errno.h", "stdio.h", "stdlib.h", "string.h", "strings.h"])
            .SelectMany(header => File.ReadLines(Path.Combine(Headers, header)))
            .Select(line => Prototype().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        Assert.True(declared.Length > 50);
        Assert.Empty(declared.Where(name => !defined.Contains(name) && name != "__errno_location"));
    }

    [GeneratedRegex(@"^[a-zA-Z_][\w ]*[ *](\w+)\([^{=]*$")]
    private static partial Regex Prototype();
}
