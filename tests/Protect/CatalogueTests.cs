using System;
using System.IO;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>The catalogue's modules in C do the same confined, at no more than 4% more instructions, by mask 10%, by compare and
/// mpx 30%.</summary>
public sealed class CatalogueTests : IDisposable
{
    const string Lpm = """
        next.hop0 = "left"
        next.hop1 = "left"
        next.hop2 = "left"
        next.hop3 = "left"
        next.hop4 = "left"
        next.hop5 = "left"
        next.hop6 = "left"
        next.hop7 = "left"
        next.miss = "left"
        config = { routes = [
            { prefix = "0.0.0.0/1", hop = 0 }, { prefix = "128.0.0.0/2", hop = 1 }, { prefix = "10.0.0.0/8", hop = 2 },
            { prefix = "192.0.0.0/9", hop = 3 }, { prefix = "77.1.2.0/24", hop = 4 }, { prefix = "::/1", hop = 5 },
            { prefix = "8000::/3", hop = 6 }, { prefix = "c000::/12", hop = 7 } ] }
        """;

    const string Policer = """
        next = { green = "left", yellow = "left", red = "left" }
        config = { rate_bytes_per_second = 2_000_000_000, committed_burst_bytes = 4_000, excess_burst_bytes = 4_000
        """;

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-protect-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    [Arguments("macswap_c", "next = \"left\"")]
    [Arguments("policer_c", Policer + " }")]
    [Arguments("policer_c", Policer + ", mode = \"aware\" }")]
    [Arguments("lpm_c", Lpm)]
    public void A_module_does_the_same_confined(string name, string node)
    {
        byte[] config = Harness.Config(name, node);
        string folder = Repository.Path("modules", name);
        CVariant[] variants = [.. Confined.Variants, new(Backend.None)];
        int unprotected = variants.Length - 1;
        string compiled = Confined.Compile(CLibraries.Manifest(folder), folder, work, Console.Error, variants);
        string expected = Harness.Run(compiled, config, unprotected);
        Assert.StartsWith("result ", expected);
        int before = Harness.Steps(compiled, config, unprotected);
        Assert.All(Confined.Variants, (variant, i) =>
        {
            Assert.Equal(expected, Harness.Run(compiled, config, i));
            Assert.Equal("", Harness.Refusals(compiled, variant));
            // What confining writes alone costs is nobody's goal (docs/adr/0031).
            if (variant.OnlyWrites) return;
            int after = Harness.Steps(compiled, config, i);
            double limit = variant.Backend switch { Backend.Segment => 1.04, Backend.Mask => 1.10, _ => 1.30 };
            Assert.True(after <= before * limit, $"{after} instructions a burst of 64, and {before} without protection");
        });
    }
}
