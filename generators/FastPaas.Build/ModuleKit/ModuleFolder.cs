using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.ModuleKit;

/// <summary>A module's folder, whichever it is: its manifest, and the configuration that it is checked with.</summary>
/// <param name="Shown">As the user gave it.</param>
/// <param name="ConfigText">Keys of a node's <c>config</c>, as TOML; empty: the manifest's defaults.</param>
/// <param name="Config">As a module in C reads it.</param>
sealed record ModuleFolder(string Shown, ModuleManifest Manifest, string ConfigText, byte[] Config)
{
    public const string ManifestFile = "module.toml";

    const string Node = "checked";

    public string Path => System.IO.Path.GetFullPath(Shown);

    public string Name => Manifest.Name;

    /// <summary>Whether it is one, not a graph's.</summary>
    public static bool Is(string path) => File.Exists(System.IO.Path.Combine(path, ManifestFile))
        && !File.Exists(System.IO.Path.Combine(path, "graph.toml"));

    /// <summary>Reads it; what is wrong is printed, once each.</summary>
    /// <param name="configFile">Null: defaults.</param>
    public static ModuleFolder Open(string shown, string? configFile, TextWriter output)
    {
        shown = System.IO.Path.TrimEndingDirectorySeparator(shown);
        string name = System.IO.Path.GetFileName(System.IO.Path.GetFullPath(shown));
        string manifestPath = System.IO.Path.Combine(shown, ManifestFile);
        ModuleFiles.Of(shown);
        string config = configFile is null ? "" : Read(configFile);
        SourceFile source = new($"{name}/{ManifestFile}", Read(manifestPath));
        ManifestResult alone = GraphCompiler.CompileManifest(source);
        Report(alone.Diagnostics, _ => manifestPath, 0, output);
        if (alone.Manifest is not { } manifest) throw Refused(shown);
        CheckSources(shown, manifest);
        string head = Graph(manifest);
        int lines = head.Count(letter => letter == '\n');
        GraphResult whole = GraphCompiler.Compile(new GraphSources(
            new SourceFile("graph.toml", head + config), default, new[] { source }.ToEquatableArray()));
        Report(whole.Diagnostics, at => at.File != "graph.toml" ? manifestPath : configFile, lines, output);
        if (whole.Plan?.Nodes.OfType<ModuleNode>().Single() is { } node)
            return new ModuleFolder(shown, manifest, config, ConfigBlock.Write(manifest, node.Config));
        if (configFile is not null) throw Refused(shown);
        throw new StopException(ExitCode.Refused,
            $"{shown} wants a configuration: write the keys of a node's config into a file, and name it by --config.");
    }

    /// <summary>A graph whose only node is of this module.</summary>
    public string WholeGraph => Graph(Manifest) + ConfigText;

    static string Graph(ModuleManifest manifest)
    {
        StringBuilder text = new($"schema = 1\nname = \"{Node}\"\n\n[port.wire]\ndevice = \"net_null0\"\nnext = \"{Node}\"\n\n");
        text.Append($"[node.{Node}]\nmodule = \"{manifest.Name}\"\nnext = {{ ");
        text.AppendJoin(", ", manifest.Outputs.Select(output => $"{output} = \"wire\""));
        return text.Append($" }}\n\n[node.{Node}.config]\n").ToString();
    }

    static void CheckSources(string shown, ModuleManifest manifest)
    {
        bool hasC = Directory.EnumerateFiles(shown, "*.c").Any(), hasCSharp = Directory.EnumerateFiles(shown, "*.cs").Any();
        if (hasC && hasCSharp)
        {
            throw new StopException(ExitCode.Refused,
                $"{shown} has .c and .cs files; a module is in one language: make two of it, with a manifest each.");
        }
        bool isC = manifest.Language == ModuleLanguage.C;
        if (isC ? hasC : hasCSharp) return;
        throw new StopException(ExitCode.Refused,
            $"{shown} has no {(isC ? ".c" : ".cs")} file, and its manifest says language = \"{(isC ? "c" : "csharp")}\".");
    }

    static StopException Refused(string shown) => new(ExitCode.Refused, $"{shown} has mistakes; the lines above say where.");

    /// <param name="pathOf">Null: in the graph around it, whose mistakes are the configuration's that isn't there.</param>
    /// <param name="before">Lines in front of the configuration.</param>
    static void Report(
        IEnumerable<Diagnostic> found, Func<SourcePosition, string?> pathOf, int before, TextWriter output)
    {
        foreach (Diagnostic each in found)
        {
            string? path = pathOf(each.Position);
            if (path is null) output.WriteLine($"{each.Id}: {each.Message}");
            else if (each.Position.File != "graph.toml") output.WriteLine(At(each, path, each.Position.Line));
            else output.WriteLine(At(each, path, Math.Max(1, each.Position.Line - before)));
        }
    }

    static Diagnostic At(Diagnostic found, string path, int line) =>
        found with { Position = found.Position with { File = path, Line = line } };

    static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw new StopException(ExitCode.Refused, $"{path} isn't UTF-8; save it as UTF-8.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StopException(ExitCode.Usage, $"{path} can't be read: {failure.Message}");
        }
    }
}
