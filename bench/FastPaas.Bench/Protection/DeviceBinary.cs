using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build;
using FastPaas.Build.CModules;

namespace FastPaas.Bench.Protection;

/// <summary>The macro benchmark's executable with graphs of modules in C, each by several ways, and of their twins.
/// </summary>
static class DeviceBinary
{
    /// <param name="folder">Gets all.</param>
    /// <param name="graphs">Of <see cref="DeviceGraphs.Names"/>.</param>
    public static MacroBinary Publish(
        string root, string folder, IReadOnlyList<ProtectionUnit> units, IEnumerable<string> graphs,
        IReadOnlyList<DeviceSide> sides)
    {
        string modules = Directory.CreateDirectory(Path.Combine(folder, "modules")).FullName;
        ProtectTools tools = ProtectTools.Make(Path.Combine(root, "native"), Path.Combine(root, "artifacts", "native"), out _);
        CModuleCompiler compiler = new(
            Path.Combine(root, "native", "module"), Path.Combine(folder, "compiled"), Console.Error, tools)
        {
            Variants = [.. sides.Select(side => side.Variant).OfType<CVariant>()],
        };
        foreach (string name in DeviceGraphs.Modules)
        {
            ProtectionUnit unit = units.First(unit => unit.Module.Name == name);
            File.Copy(compiler.Compile(unit.Module, unit.Folder), Path.Combine(modules, name + ".o"), overwrite: true);
        }
        MacroBinary made = MacroBinary.Publish(root, Path.Combine(folder, "binary"),
            DeviceGraphs.Write(Path.Combine(folder, "graphs"), graphs, sides), modules + "/");
        // As the build does: arenas take no module without a certificate.
        VerifyStep.Run(made.Path, made.SymbolsPath,
            [.. DeviceGraphs.Modules.SelectMany(name => compiler.Variants.Where(variant => variant.IsConfined)
                .Select(variant => (name, variant)))], Console.Error, new Steps(TextWriter.Null), out _);
        return made;
    }
}
