using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Verify;
using FastPaas.Verify.Elf;

namespace FastPaas.Build.CModules;

/// <summary>The build's step behind the linker: each confined module's machine code is verified where it will be mapped
/// (native/verify), and the executable gets the certificates. One with code that isn't accepted isn't delivered.</summary>
static class VerifyStep
{
    /// <summary>What an author can do about a refusal; the others mean machine code that clang doesn't write.</summary>
    static readonly Dictionary<RefusalId, string> Hints = new()
    {
        [RefusalId.ArenaNotProved] = "code generation lost the bound: compute that index as uint32_t, or mask it",
        [RefusalId.CallersFrame] = "the bound of an index into a variable was lost, as in shifts of a _BitInt of more than 128 "
            + "bits: take an array",
        [RefusalId.FrameTooLarge] = "keep large local arrays in what `init` returns",
        [RefusalId.TooComplex] = "split the function",
    };

    /// <summary>The certificates, a line for each module.</summary>
    /// <param name="executable">Written to, when all is accepted.</param>
    /// <param name="variants">Those that were compiled: no others may be there.</param>
    /// <param name="report">Of the build.</param>
    /// <exception cref="StopException">A module isn't accepted.</exception>
    public static string Run(
        string executable, string symbols, IReadOnlyList<(string Module, CVariant Variant)> variants, TextWriter errors,
        Steps steps, out string report)
    {
        StringBuilder certificate = new(), lines = new();
        bool isAccepted = true;
        steps.Run("verify", () =>
        {
            try
            {
                isAccepted = Verify(executable, symbols, variants, errors, certificate, lines);
            }
            catch (InvalidDataException error)
            {
                isAccepted = Refuse(errors, $"  the executable: {error.Message}");
            }
            return string.Join(", ", variants.Select(each => each.Variant.NameOf(each.Module)));
        });
        report = lines.ToString();
        if (isAccepted) return certificate.ToString();
        throw new StopException(ExitCode.Refused, "machine code of modules isn't accepted; the lines above say what and where.");
    }

    static bool Verify(
        string executable, string symbols, IReadOnlyList<(string Module, CVariant Variant)> variants, TextWriter errors,
        StringBuilder certificate, StringBuilder lines)
    {
        bool isAccepted = true;
        Dictionary<string, Certificate> certificates = [];
        LinkedFile file = LinkedFile.Read(executable, symbols);
        IEnumerable<string> names = variants.Select(each => each.Variant.NameOf(each.Module));
        foreach (string other in ModuleReader.Modules(file).Except(names, StringComparer.Ordinal))
            isAccepted = Refuse(errors, $"  the executable has code of a module {other}, which the graph doesn't use");
        foreach ((string module, CVariant variant) in variants)
        {
            string name = variant.NameOf(module);
            VerifyReport found = ModuleReader.Verify(file, name, variant.Reach, variant.OnlyWrites);
            IReadOnlyList<string> places = CodePlaces.Of(symbols, found.Refusals.Select(refusal => refusal.Address));
            foreach ((Refusal refusal, string place) in found.Refusals.Zip(places))
                isAccepted = Refuse(errors, $"  module {module}: {place}{Describe(refusal, file)}");
            if (found.Certificate is not { } made) continue;
            certificates.Add(name, made);
            certificate.Append(CultureInfo.InvariantCulture,
                $"{name} 0x{found.Address:x} {made.TextBytes} sha256:{made.Text}\n");
            lines.Append(CultureInfo.InvariantCulture,
                $"  verified      {module}, {variant.Text}: {Counts(found)}{Environment.NewLine}");
        }
        if (isAccepted) Certificate.Write(executable, symbols, certificates);
        return isAccepted;
    }

    static string Counts(VerifyReport found) => string.Create(CultureInfo.InvariantCulture,
        $"{found.Instructions} instructions in {found.Functions} functions; {found.ArenaAccesses} use the arena, " +
        $"{found.StackAccesses} the machine stack, {found.ConstantLoads} constants; sha256 {found.Certificate!.Text[..16]}");

    static string Describe(Refusal refusal, LinkedFile file)
    {
        string function = refusal.Function == 0 ? "" :
            $"{file.NameAt(refusal.Function) ?? "a function without a name"}+0x{refusal.Address - refusal.Function:x}: ";
        string hint = Hints.TryGetValue(refusal.Id, out string? known) ? $" ({known})" : "";
        return function + refusal + hint;
    }

    static bool Refuse(TextWriter errors, string line)
    {
        errors.WriteLine(line);
        return false;
    }
}
