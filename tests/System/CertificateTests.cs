using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FastPaas.Verify;
using FastPaas.Verify.Elf;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Machine code that isn't what the compiler made of a module in C, before the verifier and behind it: the one is never
/// delivered, the other never called.</summary>
public sealed class CertificateTests : IDisposable
{
    const string Module = "macswap_c";

    static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(15);

    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-certified").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Code_that_changed_behind_the_compiler_is_refused_by_its_place_and_nothing_is_delivered()
    {
        string output = Path.Combine(folder, "edge");
        Task<Finished> build = Task.Run(() => Build("tampered", output));
        Assert.True(await Tamper("tampered", build), (await build).Error);
        Finished built = await build;
        Assert.Equal(1, built.ExitCode);
        Assert.Matches($@"module {Module}: modules/{Module}/macswap\.c:\d+:\d+: VF0005 at 0x[0-9a-f]+: `syscall`: it isn't among "
            + "the instructions that modules may use", built.Error);
        Assert.Contains("machine code of modules isn't accepted; the lines above say what and where.", built.Error);
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Empty(Directory.GetDirectories(Products, "tampered-*.new"));
    }

    [Test]
    public void An_executable_that_changed_after_it_was_built_calls_no_module()
    {
        string binary = Path.Combine(folder, "edge");
        Finished built = Build("certified", binary);
        Assert.True(built.ExitCode == 0, built.Output + built.Error);
        Assert.Equal(0, Explain(binary).ExitCode);
        LinkedFile file = LinkedFile.Read(binary, binary + ".dbg");
        ElfSection text = file.Sections.Single(section => section.Name == "fp_text_" + Module);
        Certificate certificate = ModuleReader.Verify(file, Module).Certificate!;
        byte[] good = File.ReadAllBytes(binary);
        foreach ((string what, ulong place) in new[]
            { ("the last byte of the code", text.Offset + text.Bytes - 1), ("the certificate", certificate.Place) })
        {
            byte[] changed = [.. good];
            changed[place] ^= 1;
            File.WriteAllBytes(binary, changed);
            Finished explained = Explain(binary);
            Assert.True(explained.ExitCode == 4, $"{what}: {explained.ExitCode} {explained.Error}");
            Assert.Contains("node swap: its module isn't the one that was verified", explained.Error);
        }
    }

    static string Products => Path.Combine(Checkout.Root, "artifacts", "build");

    Finished Build(string name, string output)
    {
        string graph = Path.Combine(folder, "graphs", name);
        Directory.CreateDirectory(graph);
        File.WriteAllText(Path.Combine(graph, "graph.toml"), $"""
            schema = 1
            name = "{name}"
            [port.left]
            device = "net_null0"
            next = "swap"
            [node.swap]
            module = "{Module}"
            next = "left"
            """);
        // One variant: the one that is changed is the one that is called.
        return Command.Run(
            Path.Combine(Checkout.Root, "build.sh"), ["build", graph, "-o", output, "--protect=segment"], BuildTime);
    }

    static Finished Explain(string binary) =>
        Command.Run(binary, ["explain", "--port", "left", "tcp 192.0.2.5:1 > 203.0.113.1:80"]);

    /// <summary>Writes a system call over the object's first instruction, between the compiler and the linker: that is seconds,
    /// in which C# is compiled.</summary>
    /// <returns>False: the build ended before there was one.</returns>
    async Task<bool> Tamper(string name, Task build)
    {
        string? compiled = null;
        while ((compiled = Compiled(name)) is null)
        {
            if (build.IsCompleted) return false;
            await Task.Delay(10);
        }
        string section = "fp_text_" + Module, code = Path.Combine(folder, "graphs", "code"), changed = compiled + ".changed";
        Assert.Equal(0, Command.Run("objcopy", [$"--dump-section={section}={code}", compiled, changed]).ExitCode);
        byte[] bytes = File.ReadAllBytes(code);
        (bytes[0], bytes[1]) = (0x0f, 0x05);
        File.WriteAllBytes(code, bytes);
        Assert.Equal(0, Command.Run("objcopy", [$"--update-section={section}={code}", changed]).ExitCode);
        File.Move(changed, compiled, overwrite: true);
        return true;
    }

    static string? Compiled(string name) => !Directory.Exists(Products) ? null
        : Directory.GetDirectories(Products, name + "-*.new").Select(made => Path.Combine(made, "c", Module + ".o"))
            .FirstOrDefault(File.Exists);
}
