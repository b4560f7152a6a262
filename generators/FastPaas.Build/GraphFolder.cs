using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Graph;
using FastPaas.Graph.Plan;

namespace FastPaas.Build;

/// <summary>A graph on disk: <c>graph.toml</c>, the other .toml and the .txt files of its folder, and the manifests that
/// it may name.</summary>
sealed class GraphFolder
{
    readonly Dictionary<string, string> pathOf = [];
    GraphResult? compiled;

    GraphFolder(string folder, string graphFile, IReadOnlyList<string> moduleFolders)
    {
        Folder = folder;
        GraphFile = graphFile;
        ModuleFolders = moduleFolders;
    }

    /// <summary>As the user wrote it, relative to where the user is.</summary>
    public string Folder { get; }

    public string GraphFile { get; }

    /// <summary>One folder a module, each with a module.toml.</summary>
    public IReadOnlyList<string> ModuleFolders { get; }

    /// <param name="path">A folder with a <c>graph.toml</c>, or that file itself.</param>
    /// <param name="userModules">A folder of module folders; null: the catalogue's only.</param>
    public static GraphFolder Open(Checkout checkout, string path, string? userModules)
    {
        string graph = Directory.Exists(path) ? Path.Combine(path, "graph.toml") : path;
        if (!File.Exists(graph))
        {
            throw new StopException(ExitCode.Usage, Directory.Exists(path)
                ? $"{path} has no graph.toml; name the folder of a graph, such as graphs/demo."
                : $"{path} doesn't exist; name the folder of a graph, such as graphs/demo.");
        }
        if (userModules is not null && !Directory.Exists(userModules))
        {
            throw new StopException(ExitCode.Usage, $"--modules {userModules}: no such folder.");
        }
        List<string> modules = [.. ModulesOf(checkout.Modules), .. userModules is null ? [] : ModulesOf(userModules)];
        string folder = Path.GetDirectoryName(graph) is { Length: > 0 } parent ? parent : ".";
        return new GraphFolder(folder, graph, modules);
    }

    static IEnumerable<string> ModulesOf(string folder)
    {
        foreach (string module in ModuleFiles.Folders(folder))
            if (ModuleFiles.Of(module).Contains(Path.Combine(module, "module.toml"))) yield return module;
    }

    /// <summary>Reads and compiles, once: all steps of a build see the same graph. No file is written.</summary>
    public GraphResult Compile() => compiled ??= CompileOnce();

    GraphResult CompileOnce()
    {
        List<Diagnostic> unreadable = [];
        SourceFile graph = Read(GraphFile, Path.GetFileName(GraphFile), unreadable);
        SourceFile[] tenants = [.. Directory.EnumerateFiles(Folder, "*.toml")
            .Where(file => Path.GetFileName(file) != Path.GetFileName(GraphFile))
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(file => Read(file, Path.GetFileName(file), unreadable))];
        SourceFile[] manifests = [.. ModuleFolders.Select(module =>
            Read(Path.Combine(module, "module.toml"), Path.GetFileName(module) + "/module.toml", unreadable))];
        SourceFile[] lists = [.. Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal)
            .Select(file => Read(file, Path.GetFileName(file), unreadable))];
        if (unreadable.Count > 0) return new GraphResult(null, unreadable.ToEquatableArray());
        return GraphCompiler.Compile(new GraphSources(graph, tenants.ToEquatableArray(), manifests.ToEquatableArray())
        {
            ListFiles = lists.ToEquatableArray(),
        });
    }

    /// <summary>The modules all of whose nodes say <c>trusted = true</c>: their code is spared the allow-list (FP0503).</summary>
    public IEnumerable<string> TrustedModules() => Compile().Plan is not { } plan ? [] : plan.Nodes.OfType<ModuleNode>()
        .GroupBy(node => node.Module.Name)
        .Where(nodes => nodes.All(node => node.Trusted))
        .Select(nodes => nodes.Key)
        .Order(StringComparer.Ordinal);

    /// <summary>The diagnostic with a path that an editor can open from here.</summary>
    public Diagnostic Locate(Diagnostic diagnostic)
    {
        SourcePosition position = diagnostic.Position;
        return diagnostic with { Position = position with { File = pathOf.GetValueOrDefault(position.File, position.File) } };
    }

    SourceFile Read(string path, string name, List<Diagnostic> unreadable)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        pathOf[name] = relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        byte[] bytes;
        try
        {
            // A link is the operator's to make; a pipe or a device would never end.
            if (!ModuleFiles.IsPlain(path))
                throw new StopException(ExitCode.Environment, $"{path} can't be read: it is no file.");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StopException(ExitCode.Environment, $"{path} can't be read: {failure.Message}");
        }
        ReadOnlySpan<byte> text = bytes;
        if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
        if (NotUtf8(text) is { } at)
        {
            unreadable.Add(new Diagnostic("FP0001", DiagnosticSeverity.Error, Position(name, text[..at]),
                $"byte 0x{text[at]:x2} is not UTF-8; save the file as UTF-8."));
        }
        return new SourceFile(name, Encoding.UTF8.GetString(text));
    }

    /// <summary>The offset of the first byte that isn't UTF-8; null: all of it is.</summary>
    static int? NotUtf8(ReadOnlySpan<byte> text)
    {
        for (int offset = 0; offset < text.Length;)
        {
            if (Rune.DecodeFromUtf8(text[offset..], out _, out int length) != System.Buffers.OperationStatus.Done) return offset;
            offset += length;
        }
        return null;
    }

    static SourcePosition Position(string name, ReadOnlySpan<byte> before)
    {
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new SourcePosition(name, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
