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

    /// <summary>What the pass or code generation could leave if they were wrong: assembly as they would write it.</summary>
    [Test]
    [Arguments(".type f, @gnu_indirect_function\nf: ret\n",
        "the compiler leaves the choice of `f` to the loader, which modules can't")]
    [Arguments(".weak f\nf: ret\n", "the compiler made `f` weak, which modules can't have")]
    [Arguments("f: jmp elsewhere\n", "the compiler calls `elsewhere` for it, which modules may not")]
    [Arguments("f: ret\n.section .init_array, \"aw\"\n.quad f\n",
        "the compiler made a section .init_array of it, which modules can't have")]
    [Arguments("f: ret\n.data\n.quad 1\n", "the compiler made a section .data of it, which modules can't have")]
    [Arguments("f: ret\n.text\nret\n", "the compiler made a section .text of it, which modules can't have")]
    public void An_object_with_more_than_code_and_constants_is_refused(string source, string why)
    {
        string text = Path.Combine(work, "wrong.s"), made = Path.Combine(work, "wrong.o");
        File.WriteAllText(text, ".section fp_text_mine, \"ax\"\n" + source);
        Harness.Execute("/usr/bin/clang-19", "-c", text, "-o", made);
        Assert.Equal([why], ConfinedObjectRules.Check("mine", ElfObject.Read(made), []));
    }
}
