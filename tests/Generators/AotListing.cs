using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>A conditional jump of a generated method and the line of C# that it comes from.</summary>
sealed record ConditionalJump(string Method, string File, int Line, string Instruction);

/// <summary>Generated graphs compiled by NativeAOT's compiler, as in the deployment binary, and disassembled with their line
/// numbers.</summary>
static partial class AotListing
{
    /// <summary>The instructions that FastPaas.Host compiles for.</summary>
    const string InstructionSet = "x86-64-v3,aes";

    /// <summary><c>10.0</c>, of <c>.NETCoreApp,Version=v10.0</c>.</summary>
    static readonly string framework = AppContext.TargetFrameworkName!.Split("=v")[1];

    /// <summary>Every conditional jump in classes of <c>FastPaas.Generated</c>.</summary>
    public static IReadOnlyList<ConditionalJump> ConditionalJumps(CompileOutput output, ModuleSet modules)
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-jumps").FullName;
        try
        {
            string assembly = Path.Combine(folder, "GeneratedGraphs.dll"),
            catalogue = Path.Combine(folder, modules.AssemblyName + ".dll");
            File.WriteAllBytes(assembly, output.Image!);
            File.WriteAllBytes(Path.ChangeExtension(assembly, ".pdb"), output.Symbols!);
            File.WriteAllBytes(catalogue, modules.Image);
            (string compiler, string runtime) = FindCompiler();
            string objects = Path.Combine(folder, "graphs.o");
            Run(compiler, [
                assembly, "-o:" + objects, "-r:" + catalogue, "-r:" + typeof(Burst).Assembly.Location,
                "-r:" + Path.Combine(runtime, "native", "*.dll"),
                "-r:" + Path.Combine(runtime, "lib", "net" + framework, "*.dll"),
                "--targetos:linux", "--targetarch:x64", "-O", "-g", "--instruction-set:" + InstructionSet, "--nativelib",
                "--root:GeneratedGraphs"]);
            return [.. Jumps(Run(FindDisassembler(), ["-d", "-l", "--no-show-raw-insn", "--section=__managedcode", objects]))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static IEnumerable<ConditionalJump> Jumps(string listing)
    {
        string method = "", file = "";
        int line = 0;
        foreach (string text in listing.Split('\n'))
        {
            if (Symbol().Match(text) is { Success: true } symbol)
            {
                (method, file, line) = (symbol.Groups[1].Value, "", 0);
            }
            else if (Position().Match(text) is { Success: true } position)
            {
                (file, line) = (Path.GetFileName(position.Groups[1].Value), int.Parse(position.Groups[2].Value));
            }
            else if (Jump().Match(text) is { Success: true } jump && method.Contains("FastPaas_Generated_"))
            {
                yield return new ConditionalJump(method, file, line, jump.Groups[1].Value.Trim());
            }
        }
    }

    [GeneratedRegex(@"^[0-9a-f]+ <(.+)>:$")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"^;? ?(\S+\.cs):(\d+)")]
    private static partial Regex Position();

    [GeneratedRegex(@"^\s*[0-9a-f]+:\s+(j(?!mp)[a-z]+\s.*)$")]
    private static partial Regex Jump();

    /// <summary>The newest compiler of this runtime's major version whose framework is restored too.</summary>
    static (string Compiler, string Runtime) FindCompiler()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string runtimes = Path.Combine(packages, "microsoft.netcore.app.runtime.nativeaot.linux-x64");
        string compilers = Path.Combine(packages, "runtime.linux-x64.microsoft.dotnet.ilcompiler");
        string major = framework.Split('.')[0];
        string? newest = !Directory.Exists(runtimes) ? null : Directory.GetDirectories(runtimes, major + ".*")
            .Select(folder => Path.GetFileName(folder)!)
            .Where(version => Directory.Exists(Path.Combine(compilers, version))).MaxBy(Version.Parse);
        if (newest is null) Skip.Test("NativeAOT's compiler isn't restored; building FastPaas.Host restores it.");
        return (Path.Combine(compilers, newest, "tools", "ilc"), Path.Combine(runtimes, newest, "runtimes", "linux-x64"));
    }

    static string FindDisassembler()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (string name in new[] { "objdump", "llvm-objdump-19", "llvm-objdump" })
        {
            if (folders.Any(folder => File.Exists(Path.Combine(folder, name)))) return name;
        }

        Skip.Test("There is neither objdump nor llvm-objdump-19.");
        return "";
    }

    static string Run(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = "";
        process.ErrorDataReceived += (_, data) => errors += data.Data + "\n";
        process.BeginErrorReadLine();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} failed: {errors}{text}");
        return text;
    }
}
