using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Attacks.Tests;

/// <summary>Backend <c>mpx</c>, which confines where the processor has MPX: QEMU's does, that of this machine may.</summary>
[NotInParallel]
public sealed class MpxTests : IDisposable
{
    const string Qemu = "/usr/bin/qemu-x86_64";

    /// <summary>QEMU takes a quarter of a second for one.</summary>
    const int Attacks = 32;

    static readonly CVariant[] variants = [new(Backend.Mpx), new(Backend.Mpx, OnlyWrites: true)];

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-mpx-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    /// <summary>By field/field.c, under QEMU; as many attacks as FASTPAAS_MPX_ATTACKS says, with <c>--long</c> all.</summary>
    [Test]
    public void A_module_by_mpx_that_attacks_stays_inside()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        Skip.Unless(File.Exists(Qemu), "needs qemu-user");
        int wanted = Environment.GetEnvironmentVariable("FASTPAAS_MPX_ATTACKS") is { } told
            ? int.Parse(told, CultureInfo.InvariantCulture) : Attacks;
        int step = Math.Max(1, Attack.All.Count / wanted);
        Attack[] chosen = [.. Attack.All.Where(attack => attack.Number % step == 0)];
        string program = CompileField();
        ConcurrentBag<string> wrong = [];
        Parallel.For(0, variants.Length, i =>
        {
            string[] found = Run(chosen, Qemu, "-cpu", "max", program, $"{i}");
            for (int k = 0; k < chosen.Length; k++)
                if (Wrong(chosen[k], variants[i], found[k]) is { } each) wrong.Add(each);
        });
        Assert.Equal([], wrong);
    }

    /// <summary>Else the field might see nothing at all.</summary>
    [Test]
    public void The_field_sees_what_gets_out_where_checks_are_nops()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        Skip.When(HasMpx(), "this machine has MPX");
        Attack[] chosen = [Attack.Called("write_by_distance"), Attack.Called("read_by_distance")];
        Assert.Equal(["nothing heap -", "nothing - leak"], Run(chosen, CompileField(), "0", "unprotected"));
    }

    /// <summary>Not what the processor says of itself decides, but whether a check traps.</summary>
    [Test]
    public void A_machine_whose_checks_do_not_trap_enters_no_module_by_mpx()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        Skip.When(HasMpx(), "this machine has MPX");
        Assert.StartsWith("node red: mpx is to confine its module, and here a bndcl or bndcu that must trap doesn't",
            Assert.Throws<EnvironmentException>(() => new Field(Attack.All[0], variants[0])).Message);
    }

    /// <summary>So nobody takes <c>--unprotected</c> for a word.</summary>
    [Test]
    public void Where_nothing_confines_it_a_module_by_mpx_gets_out()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        Skip.When(HasMpx(), "this machine has MPX");
        using Field field = new(Attack.Called("write_by_distance"), variants[0], allowsUnprotected: true);
        Assert.Equal(new Finding("nothing", "the neighbour's heap", IsLeak: false), field.Run());
    }

    /// <returns>Null: it came to what attacks.def says.</returns>
    /// <param name="found">Outcome, damage, leak.</param>
    static string? Wrong(Attack attack, CVariant variant, string found)
    {
        bool isLeak = variant.OnlyWrites && AttackTests.ReadsAnywhere.Contains(attack.Name);
        bool isCertain = !variant.OnlyWrites && attack.IsSeenWhole;
        string[] outcomes = isLeak ? ["nothing"]
            : attack.IsByChance && !isCertain ? ["memory", "stack", "nothing"] : [attack.Outcome];
        string[] expected = [.. outcomes.Select(outcome => $"{outcome} - {(isLeak ? "leak" : "-")}")];
        return expected.Contains(found) ? null : $"{attack.Name}, {variant.Text}: {found}";
    }

    string CompileField()
    {
        string folder = Repository.Path("tests", "Attacks", "attack"), native = Repository.Path("native", "module");
        string compiled = new CModuleCompiler(native, Path.Combine(work, "module"), Console.Error, ConfinedModules.Tools)
        {
            Variants = variants,
        }.Compile(CLibraries.Manifest(folder), folder);
        string program = Path.Combine(work, "field");
        Execute("/usr/bin/clang-19", "", [
            "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-idirafter", native,
            Repository.Path("tests", "Attacks", "field", "field.c"), Path.Combine(native, "gate.S"),
            Path.Combine(native, "fault.c"), Path.Combine(native, "checks.c"), compiled, "-fuse-ld=lld-19", "-pthread",
            "-Wl,--defsym=module_under_test=fp_module_attack", "-o", program]);
        return program;
    }

    /// <returns>A line for each attack.</returns>
    static string[] Run(Attack[] chosen, string program, params string[] arguments)
    {
        string asked = string.Concat(chosen.Select(attack =>
            $"{attack.Number} {attack.Aim} {(attack.Outcome == "endless" ? 1 : 0)}\n"));
        string[] lines = Execute(program, asked, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(chosen.Length, lines.Length);
        return lines;
    }

    static string Execute(string program, string input, string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: exit {process.ExitCode}");
    }

    static bool HasMpx()
    {
        string flags = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal));
        return flags.Split(' ').Contains("mpx");
    }
}
