using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using FastPaas.Bench.Protection;

namespace FastPaas.Bench.Figure2;

/// <summary>bench/figure2/native, and the modules that it loads: each by all ways that can be made here.</summary>
sealed class Figure2Binary
{
    readonly string folder;
    readonly IReadOnlyList<Way> ways;

    Figure2Binary(string folder, IReadOnlyList<Way> ways) => (this.folder, this.ways) = (folder, ways);

    string Path => System.IO.Path.Combine(folder, "figure2");

    public static string FolderOf(string root) => System.IO.Path.Combine(root, "artifacts", "bench", "figure2");

    /// <param name="folder">Gets all.</param>
    /// <param name="units">Of bench/protection, that are wanted.</param>
    /// <param name="ways">The first is unprotected.</param>
    public static Figure2Binary Make(
        string root, string folder, IReadOnlyList<string> units, IReadOnlyList<Way> ways)
    {
        Figure2Binary made = new(Directory.CreateDirectory(folder).FullName, ways);
        ProtectionUnit[] wanted = [.. ProtectionUnits.Read(root).Where(unit => units.Contains(unit.Name))];
        WayCompiler compiler = new(root, folder);
        Parallel.ForEach(wanted.SelectMany(unit => ways.Select(way => (unit, way))),
            each => compiler.Compile(each.way, each.unit));
        foreach (ProtectionUnit unit in wanted)
            File.WriteAllBytes(System.IO.Path.Combine(folder, unit.Name + ".config"), unit.Config);
        compiler.CompileProgram("native", made.Path, File.Exists(Way.AsanRuntime));
        return made;
    }

    /// <param name="rounds">0: probes alone.</param>
    public Figure2Result Run(int rounds) => JsonSerializer.Deserialize<Figure2Result>(
        Programs.Output(Path, [folder, $"{rounds}", .. ways.Select(way => way.Name)]), Json.Options)!;
}
