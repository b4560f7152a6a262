using System;
using System.IO;
using System.Linq;
using FastPaas.TestHost;
using FastPaas.Verify.Model;
using Iced.Intel;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>What the lists of native/verify/Model come to.</summary>
public sealed class FormsTests
{
    /// <summary>A new version of Iced, or a word in a list, shows here what it allows. FASTPAAS_ACCEPT=1 writes it.</summary>
    [Test]
    public void The_forms_that_are_allowed_are_those_of_the_golden()
    {
        string found = string.Concat(AllowedForms.All.Select(code => code.ToOpCode()).Select(form =>
            $"{form.ToInstructionString()} | {form.ToOpCodeString()}\n").Order(StringComparer.Ordinal));
        string golden = Repository.Path("tests", "Verify", "Golden", "forms.txt");
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1") File.WriteAllText(golden, found);
        Assert.Equal(File.ReadAllText(golden), found);
    }

    /// <summary>Every name of the lists is one that Iced has a form for: a name that allows nothing is a mistake.</summary>
    [Test]
    public void Every_name_allows_a_form()
    {
        Mnemonic[] used = [.. AllowedForms.All.Select(code => code.Mnemonic()).Distinct()];
        Assert.Empty(AllowedMnemonics.All.Except(used));
    }

    [Test]
    public void Nothing_that_is_allowed_is_privileged_saves_state_or_names_a_special_register()
    {
        foreach (Code code in AllowedForms.All)
        {
            OpCodeInfo form = code.ToOpCode();
            Assert.False(form.IsPrivileged || form.IsSaveRestore || form.IsInputOutput || form.IsOpMaskReadWrite, $"{code}");
            string text = form.ToInstructionString();
            Assert.DoesNotMatch(@"\b(Sreg|CR\d|DR\d|cr|dr|mm[/1-3 ,]|mm$|k[1-3]|zmm\w*|moffs\w*|vm\d\d\w|FAR|m16:)", text);
        }
    }
}
