using System;
using System.IO;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>Backend <c>mpx</c> on a processor whose checks trap, QEMU's. The other tests run its code where they may be
/// nops.</summary>
public sealed class MpxTests : IDisposable
{
    static readonly CVariant all = new(Backend.Mpx), writes = new(Backend.Mpx, OnlyWrites: true);

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-mpx-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    public void A_module_does_the_same_where_checks_trap()
    {
        byte[] config = Harness.Config("macswap_c", "next = \"left\"");
        string folder = Repository.Path("modules", "macswap_c");
        string compiled = Confined.Compile(
            CLibraries.Manifest(folder), folder, work, Console.Error, new(Backend.None), all, writes);
        string expected = Harness.Run(compiled, config);
        Assert.StartsWith("result ", expected);
        Assert.Equal((expected, expected), (Harness.RunWithMpx(compiled, config, 1), Harness.RunWithMpx(compiled, config, 2)));
    }

    /// <summary>The check names all 64 bits, of any register; what it lets through is the arena to its last byte.</summary>
    [Test]
    [Arguments("*(volatile char *)at = 1", "0x123456789abc", "fault 1 20015998343868")]
    [Arguments("*(volatile char *)at = 1", "0x100000000", "fault 1 4294967296")]
    [Arguments("*(volatile char *)at = 1", "0xffffffff", "fault 1 4294967295")]
    [Arguments("*(volatile char *)at = 1", "0", "fault 1 0")]
    [Arguments("*(volatile char *)at = 1", "-8", "fault 1 -8")]
    [Arguments("at += *(volatile char *)at", "0x123456789abc", "fault 1 20015998343868")]
    [Arguments("((volatile long *)burst)[at] = 1", "0x123456789abc", "fault 1 160129599460832")]
    public void A_check_that_fails_is_a_fault_at_its_address(string access, string at, string expected)
    {
        ModuleManifest manifest = Confined.Manifest("mine");
        string folder = Directory.CreateDirectory(Path.Combine(work, "mine")).FullName;
        File.WriteAllText(Path.Combine(folder, "mine.c"),
            $"static volatile uint64_t place = {at};\n\nvoid process(struct fp_burst *burst)\n{{\n\tuint64_t at = place;\n" +
            $"\t{access};\n\tburst->verdicts[0] = (uint8_t)at;\n}}\n");
        string compiled = Confined.Compile(manifest, folder, Path.Combine(work, "confined"), Console.Error, all);
        Assert.Equal("", Harness.Refusals(compiled, all));
        Assert.Equal(expected, Harness.RunWithMpx(compiled, [], bursts: 1));
    }
}
