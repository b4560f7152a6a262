using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using FastPaas.Verify.Elf;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>The catalogue's modules in C, compiled as the build does.</summary>
public sealed class ModuleTests
{
    static readonly Lazy<string> plugin = new(() =>
        ProtectPlugin.Make(Repository.Path("native"), Repository.Path("artifacts", "native"), out _));

    public static IEnumerable<string> Modules => Directory.EnumerateDirectories(Repository.Path("modules"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.c").Any()).Select(folder => Path.GetFileName(folder));

    [Test]
    [MethodDataSource(nameof(Modules))]
    public void A_confined_module_of_the_catalogue_is_accepted(string module)
    {
        Skip.Unless(File.Exists("/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h"), "needs llvm-19-dev");
        VerifyReport report = Verify(module, plugin.Value);
        Assert.Equal("", string.Join('\n', report.Refusals));
        Assert.True(report.ArenaAccesses > 0);
    }

    [Test]
    [MethodDataSource(nameof(Modules))]
    public void The_same_module_without_the_pass_is_refused(string module) => Assert.False(Verify(module, null).IsAccepted);

    static VerifyReport Verify(string module, string? plugin)
    {
        using TemporaryFolder work = new();
        string folder = Repository.Path("modules", module);
        CModuleCompiler compiler = new(Repository.Path("native", "module"), work.Path, Console.Error, plugin);
        string library = compiler.CompileLibrary(CLibraries.Manifest(folder), folder);
        return ModuleReader.Verify(LinkedFile.Read(library, library), module);
    }
}
