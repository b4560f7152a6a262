using System;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>What the build makes of a confined module: the sections and symbols of docs/adr/0025.</summary>
public sealed class ObjectTests : IDisposable
{
    readonly string work = Directory.CreateTempSubdirectory("fastpaas-protect-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    [Arguments("macswap_c")]
    [Arguments("policer_c")]
    [Arguments("lpm_c")]
    public void A_module_of_the_catalogue_is_one_object_with_its_own_sections_and_one_symbol(string name)
    {
        string folder = Repository.Path("modules", name);
        ElfObject made = ElfObject.Read(Confined.Compile(CLibraries.Manifest(folder), folder, work, Console.Error));
        Assert.Equal(["fp_module_" + name], made.Symbols.Where(symbol => symbol.IsGlobal && !symbol.IsUndefined)
            .Select(symbol => symbol.Name));
        Assert.Contains("fp_text_" + name, made.Sections.Select(section => section.Name));
    }
}
