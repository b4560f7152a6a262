using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Verify;
using FastPaas.Verify.Elf;

namespace FastPaas.Bench.Protection;

/// <summary>The macro benchmark's executable with graphs of modules in C, each confined and unprotected, and of their twins.
/// </summary>
static class DeviceBinary
{
    public static MacroBinary Publish(string root, IReadOnlyList<ProtectionUnit> units)
    {
        string folder = Path.Combine(root, "artifacts", "bench", "device"), modules = Path.Combine(folder, "modules");
        string headers = Path.Combine(root, "native", "module");
        ProtectTools tools = ProtectTools.Make(Path.Combine(root, "native"), Path.Combine(root, "artifacts", "native"), out _);
        foreach (string name in DeviceGraphs.Modules)
        {
            ProtectionUnit unit = units.First(unit => unit.Module.Name == name);
            AddConfined(unit, new CModuleCompiler(headers, Path.Combine(folder, "segment"), Console.Error, tools), modules);
            AddUnprotected(unit, new CModuleCompiler(headers, Path.Combine(folder, "none"), Console.Error), modules);
        }
        MacroBinary made = MacroBinary.Publish(
            root, Path.Combine(folder, "binary"), DeviceGraphs.Write(Path.Combine(folder, "graphs")), modules + "/");
        Certify(made);
        return made;
    }

    /// <summary>As the build does: arenas take no other module.</summary>
    static void Certify(MacroBinary binary)
    {
        LinkedFile file = LinkedFile.Read(binary.Path, binary.SymbolsPath);
        Certificate.Write(binary.Path, binary.SymbolsPath, ModuleReader.Modules(file).ToDictionary(
            module => module, module => ModuleReader.Verify(file, module).Certificate
                ?? throw new InvalidOperationException($"module {module} isn't accepted")));
    }

    static void AddConfined(ProtectionUnit unit, CModuleCompiler compiler, string modules)
    {
        Directory.CreateDirectory(modules);
        File.Copy(
            compiler.Compile(unit.Module, unit.Folder), Path.Combine(modules, unit.Module.Name + ".o"), overwrite: true);
    }

    /// <summary>The same module by another name: the one symbol that the host sees, and the contract.</summary>
    static void AddUnprotected(ProtectionUnit unit, CModuleCompiler compiler, string modules)
    {
        string name = unit.Module.Name, other = name + DeviceGraphs.Unprotected, contract = Path.Combine(modules, other);
        string rename = $"{ModuleHeader.DescriptorSymbol(name)}={ModuleHeader.DescriptorSymbol(other)}";
        Run("objcopy", ["--redefine-sym", rename, compiler.Compile(unit.Module, unit.Folder), contract + ".o"]);
        Directory.CreateDirectory(contract);
        File.WriteAllText(Path.Combine(contract, "module.toml"), File.ReadAllText(Path.Combine(unit.Folder, "module.toml"))
            .Replace($"name = \"{name}\"", $"name = \"{other}\"", StringComparison.Ordinal));
    }

    static void Run(string program, string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}
