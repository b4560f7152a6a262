using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Graph.Plan;
using FastPaas.TestHost;
using FastPaas.Verify;
using FastPaas.Verify.Elf;

namespace FastPaas.Protect.Tests;

/// <summary>Runs an object of a module by Harness/harness.c, which maps one arena and calls through the gate.</summary>
static class Harness
{
    const string Clang = "/usr/bin/clang-19", Qemu = "/usr/bin/qemu-x86_64";

    static readonly Lazy<string> objects = new(CompileObjects);

    /// <summary>What it prints of so many bursts of 64 packets, the same in every run: <c>result</c>, <c>fault</c> or
    /// <c>refused</c>.</summary>
    /// <param name="compiled">The module's object.</param>
    /// <param name="config">Its configuration's bytes.</param>
    /// <param name="variant">By its number in the descriptor.</param>
    public static string Run(string compiled, byte[] config, int variant = 0, int bursts = 20) =>
        Start(compiled, "run", config, variant, bursts);

    /// <summary>The same on a processor that has MPX: QEMU's.</summary>
    public static string RunWithMpx(string compiled, byte[] config, int variant = 0, int bursts = 20)
    {
        Skip.Unless(File.Exists(Qemu), "needs qemu-user");
        return Start(compiled, "run", config, variant, bursts, Qemu, "-cpu", "max");
    }

    /// <summary>What so many bursts print; nothing where they take longer.</summary>
    public static string TryRun(string compiled, TimeSpan limit, int bursts, int variant = 0)
    {
        ProcessStartInfo info = new(Link(compiled), ["run", $"{bursts}", $"{variant}"]) { RedirectStandardOutput = true };
        using Process process = new() { StartInfo = info };
        process.Start();
        if (!process.WaitForExit(limit))
        {
            process.Kill();
            process.WaitForExit();
            return "";
        }
        return process.ExitCode == 0 ? process.StandardOutput.ReadToEnd().Trim() : $"exit {process.ExitCode}";
    }

    /// <summary>What the verifier refuses of a variant's code, linked into the harness; nothing: it accepts all.</summary>
    public static string Refusals(string compiled, CVariant variant)
    {
        string program = Link(compiled);
        LinkedFile file = LinkedFile.Read(program, program);
        VerifyReport report = ModuleReader.Verify(
            file, variant.NameOf(Path.GetFileNameWithoutExtension(compiled)), variant.Reach, variant.OnlyWrites);
        return string.Join("\n", report.Refusals.Select(refusal =>
            $"{file.NameAt(refusal.Function)}+0x{refusal.Address - refusal.Function:x}: {refusal}"));
    }

    /// <summary>Instructions of the last burst's <c>process</c>, counted by single-stepping.</summary>
    public static int Steps(string compiled, byte[] config, int variant = 0, int bursts = 20) =>
        int.Parse(Start(compiled, "steps", config, variant, bursts)["steps ".Length..]);

    /// <summary>A node's configuration, written as in TOML: <c>config = { ... }</c> and <c>next</c>.</summary>
    public static byte[] Config(string module, string node)
    {
        GraphSource graph = new($"schema = 1\nname = \"one\"\n[port.left]\ndevice = \"net_null0\"\nnext = \"only\"\n" +
            $"[node.only]\nmodule = \"{module}\"\n{node}\n");
        DispatchPlan? plan = graph.Compile(ModuleSet.Catalogue).Plan;
        ModuleNode only = plan?.Nodes.OfType<ModuleNode>().Single() ?? throw new InvalidOperationException("no plan: " + node);
        return ConfigBlock.Write(only.Module, only.Config);
    }

    /// <param name="under">A program that runs it, and arguments of that.</param>
    static string Start(string compiled, string verb, byte[] config, int variant, int bursts, params string[] under)
    {
        string program = Link(compiled), file = program + ".config";
        File.WriteAllBytes(file, config);
        string[] all = [.. under, program, verb, $"{bursts}", $"{variant}", file];
        return Execute(all[0], all[1..]).Trim();
    }

    /// <summary>Once for each object that was made.</summary>
    static string Link(string compiled)
    {
        string program = compiled + ".harness", name = Path.GetFileNameWithoutExtension(compiled);
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > File.GetLastWriteTimeUtc(compiled)) return program;
        string[] parts = [.. Directory.EnumerateFiles(objects.Value, "*.o"), compiled];
        string which = $"-Wl,--defsym=module_under_test=fp_module_{name}";
        Execute(Clang, [.. parts, "-fuse-ld=lld-19", "-pthread", which, "-o", program]);
        return program;
    }

    static string CompileObjects()
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-harness-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string module = Repository.Path("native", "module");
        string[] sources =
        [
            Repository.Path("tests", "Protect", "Harness", "harness.c"), Path.Combine(module, "fault.c"),
            Path.Combine(module, "checks.c"), Path.Combine(module, "gate.S"),
        ];
        foreach (string source in sources)
        {
            // Behind the system's headers: the module's library has the names of theirs.
            string output = Path.Combine(folder, Path.GetFileNameWithoutExtension(source) + ".o");
            Execute(Clang, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-unused-command-line-argument",
                "-idirafter", module, "-c", source, "-o", output);
        }
        return folder;
    }

    /// <summary>A program that must succeed; what it prints.</summary>
    public static string Execute(string program, params IReadOnlyList<string> arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        string errors = "";
        process.ErrorDataReceived += (_, data) => errors += data.Data + "\n";
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: exit {process.ExitCode}\n{errors}");
        return output;
    }
}
