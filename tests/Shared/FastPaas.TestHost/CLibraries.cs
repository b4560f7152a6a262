using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Verify;
using FastPaas.Verify.Elf;

namespace FastPaas.TestHost;

/// <summary>Modules in C for graphs under the JIT: compiled by the build's own compiler, as libraries, once a process.</summary>
public static unsafe class CLibraries
{
    static readonly string folder = MakeFolder();
    static int compiled;
    static readonly ConcurrentDictionary<(string Folder, CVariant Variant), Lazy<nint>> loaded = new();

    /// <summary>The library of a module, loaded for as long as the process lives.</summary>
    /// <param name="moduleFolder">With its module.toml.</param>
    /// <param name="isConfined">By <c>segment</c>; its code then reaches its arena only.</param>
    public static nint Load(string moduleFolder, bool isConfined = false) =>
        Load(moduleFolder, new CVariant(isConfined ? Backend.Segment : Backend.None));

    static nint Load(string moduleFolder, CVariant variant) =>
        loaded.GetOrAdd((moduleFolder, variant), key => new Lazy<nint>(() => NativeLibrary.Load(Compile(key)))).Value;

    /// <summary>The descriptor of a module.</summary>
    public static CModule* Descriptor(string moduleFolder, bool isConfined = false) =>
        Descriptor(moduleFolder, new CVariant(isConfined ? Backend.Segment : Backend.None));

    /// <summary>The descriptor of a module, compiled in one way.</summary>
    public static CModule* Descriptor(string moduleFolder, CVariant variant) =>
        ((delegate* unmanaged[Cdecl]<CModule*>)NativeLibrary.GetExport(
            Load(moduleFolder, variant), ModuleHeader.DescriptorSymbol(Path.GetFileName(moduleFolder))))();

    /// <summary>Its contract.</summary>
    public static ModuleManifest Manifest(string moduleFolder)
    {
        string name = Path.GetFileName(moduleFolder) + "/module.toml";
        string text = File.ReadAllText(Path.Combine(moduleFolder, "module.toml"));
        ManifestResult read = GraphCompiler.CompileManifest(new SourceFile(name, text));
        return read.Manifest ?? throw new InvalidOperationException(string.Join('\n', read.Diagnostics));
    }

    static string Compile((string Folder, CVariant Variant) module)
    {
        // Two sets may have modules of one name.
        string work = Path.Combine(folder, Interlocked.Increment(ref compiled).ToString());
        CModuleCompiler compiler = new(
            Repository.Path("native", "module"), work, Console.Error, module.Variant.IsConfined ? ConfinedModules.Tools : null)
        {
            Variants = [module.Variant],
        };
        ModuleManifest manifest = Manifest(module.Folder);
        string library = compiler.CompileLibrary(manifest, module.Folder);
        if (module.Variant.IsConfined) Certify(library, manifest.Name, module.Variant);
        return library;
    }

    /// <summary>As the build does: arenas take no other module.</summary>
    static void Certify(string library, string module, CVariant variant)
    {
        string name = variant.NameOf(module);
        VerifyReport report = ModuleReader.Verify(LinkedFile.Read(library, library), name, variant.Reach, variant.OnlyWrites);
        if (report.Certificate is not { } made)
            throw new InvalidOperationException($"{name} isn't accepted:\n{string.Join('\n', report.Refusals)}");
        Certificate.Write(library, library, new Dictionary<string, Certificate> { [name] = made });
    }

    static string MakeFolder()
    {
        string made = Directory.CreateTempSubdirectory("fastpaas-c-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(made, recursive: true);
        return made;
    }
}
