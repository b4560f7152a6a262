using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench;

/// <summary>The static executable with all graphs and their C loops.</summary>
sealed class MacroBinary
{
    readonly string folder;

    MacroBinary(string folder) => this.folder = folder;

    public string Path => System.IO.Path.Combine(folder, "FastPaas.Macro");

    public string SymbolsPath => Path + ".dbg";

    /// <summary>Where the last <see cref="Publish(string, IEnumerable{string})"/> left it.</summary>
    public static MacroBinary Built(string root) => new(System.IO.Path.Combine(root, "artifacts", "bench", "macro"));

    /// <param name="graphs">What is compiled into it: all takes minutes on a slow machine, one takes seconds.</param>
    public static MacroBinary Publish(string root, IEnumerable<string> graphs) =>
        Publish(root, Built(root).folder, graphs.Select(graph => BenchGraphs.FileOf(root, graph)), modules: "");

    /// <param name="folder">Gets it.</param>
    /// <param name="files">Its graphs.</param>
    /// <param name="modules">A folder of modules in C: a folder with its module.toml of each that isn't of the catalogue, and
    /// objects.</param>
    public static MacroBinary Publish(string root, string folder, IEnumerable<string> files, string modules)
    {
        Programs.Publish(root, "macro/FastPaas.Macro.csproj", folder, files, modules,
            "-p:CopyOutputSymbolsToPublishDirectory=true");
        return new(folder);
    }

    public MacroResult Run(params IEnumerable<string> arguments) =>
        JsonSerializer.Deserialize<MacroResult>(Programs.Output(Path, arguments))!;
}
