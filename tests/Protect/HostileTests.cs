using System;
using System.IO;
using FastPaas.Build;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>A module's folder that means the machine that builds it no good, with the pass and without.</summary>
public sealed class HostileTests : IDisposable
{
    const string Process = "void process(struct fp_burst *burst)\n{\n\tburst->verdicts[0] = 0;\n}\n";

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-hostile-").FullName;
    readonly StringWriter errors = new();

    public HostileTests() => Directory.CreateDirectory(Folder);

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public void A_link_in_the_folder_is_refused(bool isConfined)
    {
        File.CreateSymbolicLink(Path.Combine(Folder, "secret.h"), "/etc/hostname");
        Assert.Equal("module mine: secret.h is a link; a module is the files of its folder.", Refused(Process, isConfined));
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public void A_link_to_a_folder_is_refused(bool isConfined)
    {
        Directory.CreateSymbolicLink(Path.Combine(Folder, "etc"), "/etc");
        Assert.Equal("module mine: etc is a link; a module is the files of its folder.", Refused(Process, isConfined));
    }

    [Test]
    [Arguments("#include \"/etc/hostname\"\n", "'/etc/hostname' file not found")]
    [Arguments("#include \"../outside.h\"\n", "'../outside.h' file not found")]
    [Arguments("#include \"below/../../outside.h\"\n", "'below/../../outside.h' file not found")]
    [Arguments("#include </proc/self/environ>\n", "'/proc/self/environ' file not found")]
    [Arguments("#include_next \"/etc/hostname\"\n", "file not found")]
    [Arguments("#define WHERE \"/etc/hostname\"\n#include WHERE\n", "'/etc/hostname' file not found")]
    [Arguments("const char read[] = {\n#embed \"../outside.h\"\n};\n", "'../outside.h' file not found")]
    public void A_file_outside_of_the_folder_does_not_exist(string source, string why)
    {
        File.WriteAllText(Path.Combine(work, "outside.h"), "enum { OUTSIDE = 1 };\n");
        Refused(source + Process, isConfined: true);
        Assert.Contains(why, errors.ToString(), StringComparison.Ordinal);
        Refused(source + Process, isConfined: false);
    }

    [Test]
    public void A_file_outside_cannot_be_asked_for() => Assert.NotEmpty(
        Compile("#if __has_include(\"/etc/hostname\") || __has_include(\"/etc\") || __has_embed(\"/etc/hostname\")\n" +
            "#error it exists\n#endif\n" + Process, isConfined: true));

    [Test]
    public void Folders_below_are_the_modules_own()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "below"));
        File.WriteAllText(Path.Combine(Folder, "below", "own.h"), "#pragma once\nenum { OWN = 1 };\n");
        Assert.NotEmpty(Compile("#include \"below/own.h\"\n#include \"../mine/below/own.h\"\n" +
            Process.Replace("= 0", "= OWN", StringComparison.Ordinal), isConfined: true));
    }

    [Test]
    public void The_environment_does_not_reach_the_compiler()
    {
        // A definition more hurts no other test that compiles meanwhile.
        Environment.SetEnvironmentVariable("CCC_OVERRIDE_OPTIONS", "#^-DFP_ENVIRONMENT");
        Assert.NotEmpty(Compile("#ifdef FP_ENVIRONMENT\n#error it does\n#endif\n" + Process, isConfined: true));
    }

    [Test]
    public void A_source_that_never_ends_is_refused_in_bounded_time()
    {
        string source = "#define A0 1+\n";
        for (int i = 1; i < 40; i++) source += $"#define A{i} A{i - 1} A{i - 1} A{i - 1}\n";
        string why = Refused(source + "int bomb(void);\nint bomb(void)\n{\n\treturn A39 1;\n}\n" + Process, true, new(2, 512));
        Assert.Equal("module mine: the compiler needs more than 2 s or 512 MiB for it, or breaks on it.", why);
    }

    string Folder => Path.Combine(work, "mine");

    string Refused(string source, bool isConfined, CompileLimits? limits = null) =>
        Assert.Throws<StopException>(() => Compile(source, isConfined, limits)).Message;

    string Compile(string source, bool isConfined, CompileLimits? limits = null)
    {
        File.WriteAllText(Path.Combine(Folder, "mine.c"), source);
        return new CModuleCompiler(Repository.Path("native", "module"), Path.Combine(work, "work"), errors,
            isConfined ? Confined.Tools : null) { Limits = limits ?? new() }.Compile(Confined.Manifest("mine"), Folder);
    }
}
