using System;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>C libraries of Debian's, from their source packages and unchanged, pass their own tests inside an arena.
/// FASTPAAS_DEBIAN_SOURCES names a folder with the packages' upstream archives.</summary>
public sealed class DebianLibraryTests : IDisposable
{
    readonly string work = Directory.CreateTempSubdirectory("fastpaas-debian-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    /// <summary>zlib's test/example.c without files (<c>Z_SOLO</c>): every way to deflate and inflate.</summary>
    [Test]
    public void Zlib_passes_its_test() => Passes(Run("zlib", "zlib_1.2.13.dfsg.orig.tar.bz2",
        ["adler32.c", "crc32.c", "deflate.c", "infback.c", "inffast.c", "inflate.c", "inftrees.c", "trees.c", "zutil.c",
            "example.c"],
        "#define Z_SOLO 1\n", Confined.Variants));

    /// <summary>http-parser's test.c: requests and responses, each cut in three at every place.</summary>
    [Test]
    public void Http_parser_passes_its_test() =>
        Passes(Run("http_parser", "http-parser_2.9.4.orig.tar.gz", ["http_parser.c", "test.c"],
            // Its test brings one for systems that have none.
            "#define strnlen strnlen_of_the_test\n", Confined.Variants));

    /// <summary>A refusal is long, and all of it says something.</summary>
    static void Passes(string said) => Assert.True(said.Length == 0, said);

    string Run(string name, string archive, string[] units, string before, CVariant[] variants)
    {
        string? sources = Environment.GetEnvironmentVariable("FASTPAAS_DEBIAN_SOURCES");
        string file = Path.Combine(sources ?? "/", archive);
        Skip.Unless(sources is not null && File.Exists(file), $"needs FASTPAAS_DEBIAN_SOURCES with {archive}");
        _ = Confined.Tools;
        string source = Directory.CreateDirectory(Path.Combine(work, "source")).FullName;
        Harness.Execute("/usr/bin/tar", "-xf", file, "-C", source, "--strip-components=1");
        // Which finds the library's header beside it.
        string test = Path.Combine(source, "test", "example.c");
        if (File.Exists(test)) File.Move(test, Path.Combine(source, "example.c"));
        return HostedProgram.Run(name, work, [.. units.Select(unit => "source/" + unit)], before, variants);
    }
}
