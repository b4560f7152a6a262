using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace FastPaas.TestHost;

/// <summary>Module folders, compiled once into an assembly.</summary>
public sealed class ModuleSet
{
    readonly Lazy<byte[]> image;

    /// <param name="assemblyName">Of the modules' assembly.</param>
    /// <param name="manifests">By name in positions: <c>acl/module.toml</c>.</param>
    /// <param name="sources">C# files, by name.</param>
    public ModuleSet(string assemblyName, IReadOnlyDictionary<string, string> manifests, IReadOnlyDictionary<string,
        string> sources)
    {
        AssemblyName = assemblyName;
        Manifests = manifests;
        Sources = sources;
        image = new Lazy<byte[]>(() => CompileAssembly());
    }

    /// <summary>The catalogue: <c>modules/</c>.</summary>
    public static ModuleSet Catalogue { get; } = FromFolder("FastPaas.Modules", Repository.Path("modules"));

    public static ModuleSet None { get; } = new("NoModules", new Dictionary<string, string>(), new Dictionary<string, string>());

    public string AssemblyName { get; }

    public IReadOnlyDictionary<string, string> Manifests { get; }

    public IReadOnlyDictionary<string, string> Sources { get; }

    /// <summary>Where the modules' folders are, for those in C; null: only in memory.</summary>
    public string? Folder { get; private init; }

    public byte[] Image => image.Value;

    public MetadataReference Reference => MetadataReference.CreateFromImage(Image);

    /// <summary>Every folder of <paramref name="folder"/> that has a module.toml.</summary>
    public static ModuleSet FromFolder(string assemblyName, string folder)
    {
        string[] modules = [.. Directory.GetDirectories(folder)
            .Where(module => File.Exists(Path.Combine(module, "module.toml")))
            .Order(StringComparer.Ordinal)];
        return new ModuleSet(
            assemblyName,
            modules.ToDictionary(module => Path.GetFileName(module) + "/module.toml", module =>
                File.ReadAllText(Path.Combine(module, "module.toml"))),
            Directory.GetFiles(folder, "*.cs").Concat(modules.SelectMany(module => Directory.GetFiles(module, "*.cs")))
                .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText))
        {
            Folder = folder,
        };
    }

    /// <summary>This set and one more module.</summary>
    public ModuleSet With(string name, string manifest, string source) => new(
        AssemblyName + "And" + name,
        new Dictionary<string, string>(Manifests) { [name + "/module.toml"] = manifest },
        new Dictionary<string, string>(Sources) { [$"{name}/{name}.cs"] = source })
    {
        Folder = Folder,
    };

    byte[] CompileAssembly()
    {
        GeneratorInput input = new(true, []);
        foreach ((string name, string text) in Manifests) input.Add("module", "", name, text);
        CompileOutput output = InMemoryCompiler.Compile(AssemblyName, Sources, input, [], allowUnsafe: false);
        return output.Image ?? throw new InvalidOperationException("The modules don't compile:\n" + output.Errors);
    }
}
