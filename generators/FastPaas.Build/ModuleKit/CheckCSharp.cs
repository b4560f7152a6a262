using System;
using System.IO;
using System.Linq;
using FastPaas.Build.Verbs;

namespace FastPaas.Build.ModuleKit;

/// <summary>A module in C#: a graph of this one node is built, by all rules of modules, and replays a capture.</summary>
static class CheckCSharp
{
    /// <summary>The checkout's lock is held.</summary>
    public static int Run(Checkout checkout, ModuleFolder module, ModuleOptions options, string work, Steps steps)
    {
        if (options.Unconfined)
        {
            throw new StopException(ExitCode.Usage,
                "--unconfined is for modules in C: C# reaches no memory of others, and compiling it checks its rules.");
        }
        string graph = Path.Combine(work, "graph"), modules = Path.Combine(work, "modules");
        Directory.CreateDirectory(graph);
        File.WriteAllText(Path.Combine(graph, "graph.toml"), module.WholeGraph);
        CopySources(module, Path.Combine(modules, module.Name));
        BuildVerb.Product product = BuildVerb.Build(checkout, graph, modules, steps);
        Console.Out.Write(product.Report);
        string capture = options.Capture ?? Path.Combine(work, "sample.pcap");
        if (options.Capture is null) SampleCapture.Write(capture);
        string output = options.Output ?? Path.Combine(work, "replayed.pcap");
        int code = Child.RunAttached(product.Binary, ["replay", capture, output]);
        return code == 0 ? Child.RunAttached(product.Binary, ["bench"]) : ExitCode.Failed;
    }

    /// <summary>A folder of modules with this one alone; only what changed is written: a build sees what is new.</summary>
    static void CopySources(ModuleFolder module, string folder)
    {
        Directory.CreateDirectory(folder);
        string[] sources =
            [.. Directory.EnumerateFiles(module.Path, "*.cs"), Path.Combine(module.Path, ModuleFolder.ManifestFile)];
        foreach (string gone in Directory.EnumerateFiles(folder)
            .Where(file => !sources.Any(source => Path.GetFileName(source) == Path.GetFileName(file)))) File.Delete(gone);
        foreach (string source in sources)
        {
            string copy = Path.Combine(folder, Path.GetFileName(source));
            if (!File.Exists(copy) || File.ReadAllText(copy) != File.ReadAllText(source))
                File.Copy(source, copy, overwrite: true);
        }
    }
}
