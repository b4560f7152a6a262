using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.TestHost;
using FastPaas.Verify.Elf;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>The catalogue's modules in C, compiled as the build does.</summary>
public sealed class ModuleTests
{
    public static IEnumerable<string> Modules => Catalogue.Modules;

    public static IEnumerable<string> Programs => Catalogue.Programs;

    [Test]
    [MethodDataSource(nameof(Modules))]
    public void A_confined_module_of_the_catalogue_is_accepted(string module)
    {
        Skip.Unless(Catalogue.HasPass, "needs llvm-19-dev");
        VerifyReport report = ModuleReader.Verify(Catalogue.Confined(module), module);
        Assert.Equal("", string.Join('\n', report.Refusals));
        Assert.True(report.ArenaAccesses > 0);
    }

    /// <summary>C that is harder on code generation than the catalogue's, in Programs/.</summary>
    [Test]
    [MethodDataSource(nameof(Programs))]
    public void A_confined_program_is_accepted(string program)
    {
        Skip.Unless(Catalogue.HasPass, "needs llvm-19-dev");
        VerifyReport report = ModuleReader.Verify(Catalogue.Confined(program), program);
        Assert.Equal("", string.Join('\n', report.Refusals));
    }

    /// <summary>As if it lay in a section of its own.</summary>
    [Test]
    [MethodDataSource(nameof(Modules))]
    public void The_code_of_the_same_module_without_the_pass_is_refused_for_its_accesses(string module)
    {
        LinkedFile file = Catalogue.Compile(module, null);
        AddressRange text = file.Sections.Single(section => section.Name == ".text").Range;
        ulong[] entries = [.. Descriptor.Find(file, module)!.EntryWords().OfType<ulong>().Distinct().Order()];
        Assert.NotEmpty(entries);
        VerifyReport report = Verifier.Verify(
            new ModuleCode(file.Bytes(text), text.Start, entries, default, Reach.Segment, IsWritesOnly: false));
        Assert.Contains(report.Refusals, refusal => refusal.Id == RefusalId.MemoryOutsideAnySegment);
    }
}

/// <summary>Modules in C, linked as libraries: the repository's, and those of Programs/, which are a file each.</summary>
static class Catalogue
{
    static readonly Lazy<ProtectTools> tools = new(() =>
        ProtectTools.Make(Repository.Path("native"), Repository.Path("artifacts", "native"), out _));

    static readonly ConcurrentDictionary<string, Lazy<LinkedFile>> confined = [];

    public static bool HasPass => File.Exists("/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h");

    public static IEnumerable<string> Modules => Directory.EnumerateDirectories(Repository.Path("modules"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.c").Any()).Select(folder => Path.GetFileName(folder));

    public static IEnumerable<string> Programs => Directory.EnumerateFiles(Repository.Path("tests", "Verify", "Programs"), "*.c")
        .Select(file => Path.GetFileNameWithoutExtension(file));

    public static LinkedFile Confined(string module) =>
        confined.GetOrAdd(module, name => new Lazy<LinkedFile>(() => Compile(name, Pass))).Value;

    public static ProtectTools Pass => tools.Value;

    public static LinkedFile Compile(string module, ProtectTools? pass, CVariant[]? variants = null)
    {
        using TemporaryFolder work = new();
        string folder = Repository.Path("modules", module);
        string program = Repository.Path("tests", "Verify", "Programs", module + ".c");
        bool isProgram = File.Exists(program);
        ModuleManifest manifest = isProgram ? Manifest(module) : CLibraries.Manifest(folder);
        if (isProgram)
        {
            folder = Directory.CreateDirectory(Path.Combine(work.Path, "source")).FullName;
            File.Copy(program, Path.Combine(folder, module + ".c"));
        }
        CModuleCompiler compiler = new(Repository.Path("native", "module"), work.Path, Console.Error, pass)
        {
            Variants = variants ?? [new CVariant(pass is null ? Backend.None : Backend.Segment)],
        };
        string library = compiler.CompileLibrary(manifest, folder);
        return LinkedFile.Read(library, library);
    }

    static ModuleManifest Manifest(string name)
    {
        string text =
            $"name = \"{name}\"\nlanguage = \"c\"\nsummary = \"x\"\npacket = \"write\"\noutputs = [\"out\", \"other\"]\n";
        return GraphCompiler.CompileManifest(new SourceFile($"{name}/module.toml", text)).Manifest!;
    }
}
