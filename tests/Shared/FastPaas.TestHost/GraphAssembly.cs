using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace FastPaas.TestHost;

/// <summary>Graphs compiled by the generator and loaded for the JIT; unloads as a whole.</summary>
public sealed class GraphAssembly : IDisposable
{
    readonly Context context;

    GraphAssembly(Context context, Assembly assembly, CompileOutput output)
    {
        this.context = context;
        Assembly = assembly;
        Output = output;
        Type list = assembly.GetType("FastPaas.Generated.Graphs", throwOnError: true)!;
        Graphs = (IReadOnlyList<CompiledGraph>)list.GetProperty("All")!.GetValue(null)!;
    }

    public Assembly Assembly { get; }

    public CompileOutput Output { get; }

    public IReadOnlyList<CompiledGraph> Graphs { get; }

    /// <summary>The only graph.</summary>
    public CompiledGraph Graph => Graphs.Single();

    /// <summary>Compiles one graph with the catalogue.</summary>
    public static GraphAssembly Compile(string graph) => Compile([new GraphSource(graph)], [ModuleSet.Catalogue]);

    /// <summary>Compiles graphs together: much faster than one by one. Their names and folders differ.</summary>
    /// <exception cref="InvalidOperationException">A mistake in a graph, or generated code that doesn't compile.</exception>
    /// <param name="isConfined">Its modules in C are.</param>
    public static GraphAssembly Compile(
        IEnumerable<GraphSource> graphs, IReadOnlyList<ModuleSet> modules, bool isConfined = false)
    {
        CompileOutput output = CompileOnly(graphs, modules);
        if (output.Image is null) throw new InvalidOperationException("The graphs don't compile:\n" + output.Errors);
        Context context = new(modules, isConfined);
        Assembly assembly = context.LoadFromStream(new MemoryStream(output.Image), new MemoryStream(output.Symbols!));
        return new GraphAssembly(context, assembly, output);
    }

    /// <summary>Compiles without loading: what the generator wrote, and what was wrong.</summary>
    public static CompileOutput CompileOnly(IEnumerable<GraphSource> graphs, IReadOnlyList<ModuleSet> modules) =>
        InMemoryCompiler.Compile(
        "GeneratedGraphs", new Dictionary<string, string>(), GeneratorInput.Of(graphs, modules),
        modules.Select(set => set.Reference), allowUnsafe: true);

    public void Dispose() => context.Unload();

    sealed class Context(IReadOnlyList<ModuleSet> modules, bool isConfined) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            ModuleSet? set = modules.FirstOrDefault(set => set.AssemblyName == assemblyName.Name);
            return set is null ? null : LoadFromStream(new MemoryStream(set.Image));
        }

        /// <summary>A module in C: the graph imports <c>fp_&lt;module&gt;</c>.</summary>
        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            string module = unmanagedDllName["fp_".Length..];
            ModuleSet? set = modules.FirstOrDefault(set => set.Manifests.ContainsKey(module + "/module.toml"));
            return set?.Folder is null ? 0 : CLibraries.Load(Path.Combine(set.Folder, module), isConfined);
        }
    }
}
