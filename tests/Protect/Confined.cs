using System;
using System.IO;
using FastPaas.Build;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>Modules compiled as the build does, with the pass or without.</summary>
static class Confined
{
    static readonly Lazy<string> plugin = new(() =>
        ProtectPlugin.Make(Repository.Path("native"), Repository.Path("artifacts", "native"), out _));

    /// <summary>The pass, compiled if nobody did yet. Without LLVM's headers the test is skipped.</summary>
    public static string Plugin
    {
        get
        {
            Skip.Unless(File.Exists("/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h"), "needs llvm-19-dev");
            return plugin.Value;
        }
    }

    /// <summary>The object of a module of the repository.</summary>
    /// <param name="errors">Gets the compiler's lines.</param>
    public static string Compile(
        ModuleManifest manifest, string folder, string work, TextWriter errors, bool isConfined = true) =>
        new CModuleCompiler(Repository.Path("native", "module"), work, errors, isConfined ? Plugin : null)
            .Compile(manifest, folder);

    /// <summary>The contract of a module that sees packets and has two outputs and no configuration.</summary>
    public static ModuleManifest Manifest(string name) => GraphCompiler.CompileManifest(new SourceFile($"{name}/module.toml",
        $"name = \"{name}\"\nlanguage = \"c\"\nsummary = \"x\"\npacket = \"write\"\noutputs = [\"out\", \"other\"]\n")).Manifest!;
}
