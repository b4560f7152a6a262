using System;
using System.Collections.Concurrent;
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
    public static IEnumerable<string> Modules => Catalogue.Modules;

    [Test]
    [MethodDataSource(nameof(Modules))]
    public void A_confined_module_of_the_catalogue_is_accepted(string module)
    {
        Skip.Unless(Catalogue.HasPass, "needs llvm-19-dev");
        VerifyReport report = ModuleReader.Verify(Catalogue.Confined(module), module);
        Assert.Equal("", string.Join('\n', report.Refusals));
        Assert.True(report.ArenaAccesses > 0);
    }

    [Test]
    [MethodDataSource(nameof(Modules))]
    public void The_same_module_without_the_pass_is_refused(string module) =>
        Assert.False(ModuleReader.Verify(Catalogue.Compile(module, null), module).IsAccepted);
}

/// <summary>Modules in C, linked as libraries.</summary>
static class Catalogue
{
    static readonly Lazy<string> plugin = new(() =>
        ProtectPlugin.Make(Repository.Path("native"), Repository.Path("artifacts", "native"), out _));

    static readonly ConcurrentDictionary<string, Lazy<LinkedFile>> confined = [];

    public static bool HasPass => File.Exists("/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h");

    public static IEnumerable<string> Modules => Directory.EnumerateDirectories(Repository.Path("modules"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.c").Any()).Select(folder => Path.GetFileName(folder));

    public static LinkedFile Confined(string module) =>
        confined.GetOrAdd(module, name => new Lazy<LinkedFile>(() => Compile(name, plugin.Value))).Value;

    public static LinkedFile Compile(string module, string? pass)
    {
        using TemporaryFolder work = new();
        string folder = Repository.Path("modules", module);
        CModuleCompiler compiler = new(Repository.Path("native", "module"), work.Path, Console.Error, pass);
        string library = compiler.CompileLibrary(CLibraries.Manifest(folder), folder);
        return LinkedFile.Read(library, library);
    }
}
