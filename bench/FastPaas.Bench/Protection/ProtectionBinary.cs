using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Bench.Protection;

/// <summary>bench/protection/native, and the modules that it loads: each compiled as a deployment's build does, with the pass
/// and without.</summary>
sealed class ProtectionBinary
{
    readonly string folder;

    ProtectionBinary(string folder) => this.folder = folder;

    string Path => System.IO.Path.Combine(folder, "protection");

    public static ProtectionBinary Make(string root, IReadOnlyList<ProtectionUnit> units)
    {
        ProtectionBinary made = new(Directory.CreateDirectory(
            System.IO.Path.Combine(root, "artifacts", "bench", "protection")).FullName);
        string headers = System.IO.Path.Combine(root, "native", "module");
        ProtectTools tools = ProtectTools.Make(
            System.IO.Path.Combine(root, "native"), System.IO.Path.Combine(root, "artifacts", "native"), out _);
        (string Side, ModuleManifest Module, string Folder)[] wanted =
        [
            .. units.DistinctBy(unit => unit.Module.Name)
                .SelectMany(unit => ProtectionSide.All.Select(side => (side, unit.Module, unit.Folder))),
        ];
        Parallel.ForEach(wanted, each => new CModuleCompiler(
            headers, System.IO.Path.Combine(made.folder, each.Side), Console.Error, tools)
        {
            Variants = [VariantOf(each.Side)],
        }.CompileLibrary(each.Module, each.Folder));
        foreach (ProtectionUnit unit in units)
            File.WriteAllBytes(System.IO.Path.Combine(made.folder, unit.Name + ".config"), unit.Config);
        made.Compile(root, headers);
        return made;
    }

    /// <summary>Of a module's functions, all of them.</summary>
    public int CodeBytes(string side, string module)
    {
        var library = new Elf(System.IO.Path.Combine(folder, side, module, module + ".so"));
        string start = VariantOf(side).NameOf(module) + ".";
        return library.Symbols()
            .Where(symbol => symbol.IsFunction && symbol.Name.StartsWith(start, StringComparison.Ordinal))
            .DistinctBy(symbol => symbol.Address).Sum(symbol => symbol.Size);
    }

    /// <param name="rounds">0: what is the same in every run, alone.</param>
    public ProtectionResult Run(int rounds)
    {
        string output = Programs.Output(Path, rounds == 0 ? [folder] : [folder, "--rounds", $"{rounds}"]);
        return JsonSerializer.Deserialize<ProtectionResult>(output, Json.Options)!;
    }

    void Compile(string root, string headers)
    {
        string native = System.IO.Path.Combine(root, "bench", "protection", "native");
        string kit = System.IO.Path.Combine(root, "native", "kit");
        Programs.Output("clang-19",
        [
            "-std=gnu11", "-O3", "-march=x86-64-v3", "-Wall", "-Wextra", "-Werror", "-iquote", headers, "-iquote", kit,
            .. Directory.GetFiles(native, "*.c").Order(StringComparer.Ordinal),
            System.IO.Path.Combine(kit, "node.c"), System.IO.Path.Combine(kit, "steps.c"),
            System.IO.Path.Combine(headers, "gate.S"), System.IO.Path.Combine(headers, "fault.c"),
            System.IO.Path.Combine(headers, "checks.c"), "-o", Path,
        ]);
    }

    static CVariant VariantOf(string side) =>
        Build.CModules.Protection.Parse(side)!.VariantsFor([NodeProtection.Full]).Single();
}
