using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>What a stranger puts into a module's folder beside files, tried from the command line.</summary>
public sealed class ModuleFilesTests : IDisposable
{
    const string Manifest = "name = \"mine\"\nlanguage = \"c\"\nsummary = \"x\"\npacket = \"none\"\noutputs = [\"out\"]\n";

    readonly TemporaryFolder folder = new();

    public ModuleFilesTests() => folder.Write("modules/mine/module.toml", Manifest);

    public void Dispose() => folder.Dispose();

    string Mine => Path.Combine(folder.Path, "modules", "mine");

    [Test]
    [Arguments("notes.txt", "/etc/hostname"), Arguments("z.h", "/dev/zero"), Arguments("Z.cs", "/etc/hostname")]
    [Arguments("gone", "/nonexistent"), Arguments("loop", "."), Arguments("tree", "/usr")]
    public void A_link_is_refused_and_not_followed(string name, string target)
    {
        File.CreateSymbolicLink(Path.Combine(Mine, name), target);
        Refuses($"module mine: {name} is a link; a module is the files of its folder.");
    }

    [Test]
    [Arguments("Mine.AssemblyInfo.cs"), Arguments("x.assemblyattributes.cs")]
    public void A_source_that_is_called_as_the_build_s_own_is_refused(string name)
    {
        File.WriteAllText(Path.Combine(Mine, name), "[module: System.Runtime.CompilerServices.SkipLocalsInit]\n");
        Refuses($"module mine: {name} has a name that the build's own files have; call it something else.");
    }

    [Test]
    public void A_manifest_that_is_a_link_is_refused_before_it_is_read()
    {
        File.Delete(Path.Combine(Mine, "module.toml"));
        File.CreateSymbolicLink(Path.Combine(Mine, "module.toml"), "/etc/passwd");
        Refuses("module mine: module.toml is a link; a module is the files of its folder.");
    }

    [Test]
    public void A_folder_that_is_a_link_is_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "modules", "other"), "/usr/share");
        Refuses("module other: its folder is a link; a module is the files of its folder.");
    }

    [Test]
    [Arguments("b.c"), Arguments("module.toml"), Arguments("below/notes.txt")]
    public void A_pipe_is_refused_and_nobody_waits_for_it(string name)
    {
        string path = Path.Combine(Mine, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        Process.Start("mkfifo", [path]).WaitForExit();
        Refuses($"module mine: {name} is no file; a module is the files of its folder.");
    }

    [Test]
    public void A_check_of_the_module_alone_refuses_the_same()
    {
        File.CreateSymbolicLink(Path.Combine(Mine, "secret.h"), "/etc/hostname");
        Outcome outcome = Script.Run("check", Mine);
        Assert.Equal(1, outcome.Code);
        Assert.EndsWith("module mine: secret.h is a link; a module is the files of its folder.\n", outcome.Errors,
            StringComparison.Ordinal);
    }

    /// <summary>Whoever compiles them has options that run code.</summary>
    [Test]
    [Arguments("@x.c", "@x.c"), Arguments("-fplugin=x.c", "-fplugin=x.c"), Arguments("a b.cs", "a b.cs")]
    [Arguments("be\"low/x.h", "be\"low/x.h"), Arguments("$(x).cs", "$(x).cs"), Arguments("\u001b[31m.c", "?[31m.c")]
    [Arguments("x\n.c", "x?.c")]
    public void A_source_with_an_odd_name_is_refused(string name, string shown)
    {
        folder.Write($"modules/mine/{name}", "");
        Refuses($"module mine: {shown} has an odd name; call sources and their folders by letters, digits, _ . + -.");
    }

    [Test]
    public void Other_files_may_have_any_name()
    {
        folder.Write("modules/mine/my notes (old).txt", "");
        folder.Write("modules/mine/a+b-c.1.h", "");
        folder.Write("modules/.git/hooks/@x.c", "");
        Assert.Equal(["a+b-c.1.h", "module.toml", "my notes (old).txt"],
            System.Linq.Enumerable.Select(ModuleFiles.Of(Mine), path => Path.GetFileName(path)));
        Assert.Equal([Mine], ModuleFiles.Folders(Path.Combine(folder.Path, "modules")));
    }

    void Refuses(string why)
    {
        Outcome outcome = Script.Run("check", "graphs/io", "--modules", Path.Combine(folder.Path, "modules"));
        Assert.Equal(1, outcome.Code);
        Assert.EndsWith($"build: {why}\n", outcome.Errors, StringComparison.Ordinal);
    }
}
