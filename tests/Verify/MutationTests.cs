using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Verify.Elf;
using FastPaas.Verify.Flow;
using FastPaas.Verify.Tests.Harness;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>Code of the corpora and of the catalogue is changed a little; what the verifier still accepts runs under an oracle
/// that knows what may be touched. A mutant that gets out had to be refused.</summary>
[NotInParallel]
public sealed class MutationTests
{
    const int Seed = 20261126, RunsAMutant = 2, TextBytesMax = 1 << 16;

    static readonly CVariant[] variants =
    [
        .. from backend in (Backend[])[Backend.Segment, Backend.Mask, Backend.Compare, Backend.Mpx]
           from onlyWrites in (bool[])[false, true] select new CVariant(backend, onlyWrites),
    ];

    static int Mutants => Variable("FASTPAAS_VERIFY_MUTANTS", 2_000);

    [Test]
    public void No_accepted_mutant_gets_out()
    {
        using Oracle oracle = new();
        Random random = new(Variable("FASTPAAS_VERIFY_SEED", Seed));
        Mutator mutator = new(random);
        // Refused code is one change away from the edge of what is accepted.
        ModuleCode[] codes =
        [
            .. Corpus.Accepted.Select(Corpus.Code),
            .. Corpus.Rejected.Select(Corpus.TryCode).OfType<ModuleCode>().Where(IsHarmless),
            .. Catalogue.HasPass ? Catalogue.Modules.SelectMany(Modules) : [],
        ];
        Dictionary<Outcome, int> outcomes = [];
        int refused = 0, accepted = 0;
        while (accepted + refused < Mutants)
        {
            ModuleCode code = codes[random.Next(codes.Length)];
            byte[] text = mutator.Mutate(code.Text.Span);
            if (text.AsSpan().SequenceEqual(code.Text.Span)) continue;
            if (!Verifier.Verify(code with { Text = text }).IsAccepted)
            {
                refused++;
                continue;
            }
            accepted++;
            for (int run = 0; run < RunsAMutant; run++)
            {
                ulong[] registers = Registers(code, random);
                ulong entry = code.Entries[random.Next(code.Entries.Count)];
                Answer answer = oracle.Run(code, text, entry, registers);
                Assert.False(answer.IsEscape, Describe(code, text, entry, registers, answer));
                outcomes[answer.Outcome] = outcomes.GetValueOrDefault(answer.Outcome) + 1;
            }
        }
        Console.WriteLine(
            $"{accepted + refused} mutants: {refused} refused, {accepted} accepted; of {accepted * RunsAMutant} runs "
            + string.Join(", ", outcomes.OrderBy(each => each.Key).Select(each => $"{each.Value} {each.Key}")));
        Assert.True(accepted > Mutants / 20 && refused > Mutants / 20, $"{accepted} accepted, {refused} refused");
    }

    [Test]
    public void Accepted_code_runs_under_the_oracle_without_getting_out()
    {
        using Oracle oracle = new();
        Random random = new(Seed);
        foreach (CorpusCase each in Corpus.Accepted)
        {
            ModuleCode code = Corpus.Code(each);
            ulong[] registers = Registers(code, random);
            Answer answer = oracle.Run(code, code.Text.Span, code.Entries[0], registers);
            Assert.False(answer.IsEscape, Describe(code, code.Text.Span, code.Entries[0], registers, answer));
        }
    }

    /// <summary>The oracle is worth as much as what it finds: refused code, run all the same, gets out before its eyes.</summary>
    [Test]
    public void The_oracle_sees_refused_code_get_out()
    {
        using Oracle oracle = new();
        Random random = new(Seed);
        List<string> seen = [];
        // Where an instruction by itself is the trick, running it is no test of the analysis, and may stop the child.
        foreach (CorpusCase each in Corpus.Rejected.Where(each => each.Refusals is ["VF0008" or "VF0009" or "VF0011" or "VF0018"
            or "VF0019" or "VF0013"]))
        {
            ModuleCode? code = Corpus.TryCode(each);
            if (code is null || !IsHarmless(code)) continue;
            for (int run = 0; run < 40 && !seen.Contains(each.Name); run++)
                if (oracle.Run(code, code.Text.Span, code.Entries[^1], Registers(code, random)).IsEscape) seen.Add(each.Name);
        }
        Assert.True(seen.Count >= 60, $"{seen.Count}: {string.Join(", ", seen)}");
    }

    /// <summary>In all variants.</summary>
    static IEnumerable<ModuleCode> Modules(string name)
    {
        LinkedFile file = Catalogue.Compile(name, Catalogue.Pass, variants);
        return variants.Select(each =>
            ModuleReader.Read(file, each.NameOf(name), new RefusalList(), each.Reach, each.OnlyWrites)!);
    }

    /// <summary>Every instruction of it is allowed; only what they do together isn't.</summary>
    static bool IsHarmless(ModuleCode code)
    {
        RefusalList refusals = new();
        if (code.Text.Length is 0 or > TextBytesMax || code.Entries.Count == 0) return false;
        CodeMap.Read(code, refusals);
        return refusals.IsEmpty;
    }

    static ulong[] Registers(ModuleCode code, Random random)
    {
        var registers = new ulong[16];
        // As the gate enters, or anything.
        bool isGate = random.Next(3) == 0;
        for (int i = 0; i < registers.Length; i++) registers[i] = isGate ? 0 : (ulong)RandomInstruction.Number(random);
        if (isGate) (registers[7], registers[6]) = (0x6020_0000, 0x6100_0000);
        if (code.Reach.HasBase()) registers[13] = Oracle.ArenaBase;
        return registers;
    }

    static string Describe(ModuleCode code, ReadOnlySpan<byte> text, ulong entry, ulong[] registers, Answer answer) =>
        $"{answer}; code at 0x{code.Address:x}, constants at 0x{code.Constants.Start:x}, entered at 0x{entry:x}: " +
        $"{Convert.ToHexStringLower(text)}; registers {string.Join(' ', registers.Select(each => each.ToString("x16", null)))}";

    static int Variable(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
