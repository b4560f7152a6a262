using System;
using System.Globalization;
using System.IO;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>Modules compiled as the build does, with the pass or without.</summary>
static class Confined
{
    static readonly Lazy<ProtectTools> tools = new(() =>
        ProtectTools.Make(Repository.Path("native"), Repository.Path("artifacts", "native"), out _));

    /// <summary>The pass, compiled if nobody did yet. Without LLVM's headers the test is skipped.</summary>
    public static ProtectTools Tools
    {
        get
        {
            Skip.Unless(File.Exists("/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h"), "needs llvm-19-dev");
            return tools.Value;
        }
    }

    /// <summary>All ways in which the pass confines modules.</summary>
    public static readonly CVariant[] Variants =
    [
        new(Backend.Segment), new(Backend.Mask), new(Backend.Segment, OnlyWrites: true), new(Backend.Mask, OnlyWrites: true),
        new(Backend.Compare), new(Backend.Compare, OnlyWrites: true), new(Backend.Mpx), new(Backend.Mpx, OnlyWrites: true),
    ];

    /// <summary>One for a number: the variants take turns.</summary>
    public static CVariant VariantOf(int seed) => Variants[seed % Variants.Length];

    /// <summary>What an environment variable says.</summary>
    public static int Number(string variable, int usual) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } told
        ? int.Parse(told, CultureInfo.InvariantCulture) : usual;

    /// <summary>The object of a module, confined.</summary>
    /// <param name="errors">Gets the compiler's lines.</param>
    /// <param name="variants">By <see cref="Backend.Segment"/> where none is named.</param>
    public static string Compile(
        ModuleManifest manifest, string folder, string work, TextWriter errors, params CVariant[] variants) =>
        new CModuleCompiler(Repository.Path("native", "module"), work, errors, Tools)
        {
            Variants = variants is [] ? [Variants[0]] : variants,
        }.Compile(manifest, folder);

    /// <summary>The object of a source by clang alone: what the build makes without the pass, but variables that can be written
    /// are let through.</summary>
    /// <param name="source">Its file, which includes what is in its folder.</param>
    public static string CompilePlain(ModuleManifest manifest, string source, string work)
    {
        Directory.CreateDirectory(work);
        string output = Path.Combine(work, manifest.Name + ".o"), header = Path.Combine(work, manifest.Name + ".h");
        string whole = Path.Combine(work, "whole.c");
        File.WriteAllText(header, ModuleHeader.Header(manifest));
        File.WriteAllText(whole, $"#include \"{header}\"\n" +
            $"void process(struct fp_burst *burst) __asm__(\"plain.process\");\n#include \"{source}\"\n#undef main\n" +
            ModuleDescriptor.Source(manifest, [new ModuleVariant("plain", "FP_PROTECTION_NONE", false, 7, ["process"])]));
        // Of an endless loop both compilers think the same.
        Harness.Execute("/usr/bin/clang-19", "-std=gnu11", "-O1", "-fno-finite-loops", "-march=x86-64-v3", "-w", "-idirafter",
            Repository.Path("native", "module"), "-isystem", CSources.Dpdk, "-isystem", "/usr/include/x86_64-linux-gnu/dpdk",
            "-I", work, "-c", whole, "-o", output);
        return output;
    }

    /// <summary>The contract of a module that sees packets and has two outputs and no configuration.</summary>
    public static ModuleManifest Manifest(string name) => GraphCompiler.CompileManifest(new SourceFile($"{name}/module.toml",
        $"name = \"{name}\"\nlanguage = \"c\"\nsummary = \"x\"\npacket = \"write\"\noutputs = [\"out\", \"other\"]\n")).Manifest!;
}
