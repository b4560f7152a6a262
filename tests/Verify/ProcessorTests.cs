using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Verify.Domain;
using FastPaas.Verify.Flow;
using FastPaas.Verify.Model;
using Iced.Intel;
using Xunit;
using Interval = FastPaas.Verify.Domain.Interval;

namespace FastPaas.Verify.Tests;

/// <summary>Every allowed instruction over registers, run on this processor with random numbers: what it leaves in each register
/// lies in what the model says. So the list, Iced's tables and the model are compared with the one thing that counts.</summary>
[NotInParallel]
public sealed class ProcessorTests
{
    const int Seed = 20261126, RunsAForm = 24;

    static readonly Register[] registers =
    [
        Register.RAX, Register.RCX, Register.RDX, Register.RBX, Register.RBP, Register.RSI, Register.RDI, Register.R8,
        Register.R9, Register.R10, Register.R11, Register.R12, Register.R13, Register.R14, Register.R15,
    ];

    [Test]
    public void What_an_instruction_leaves_lies_in_what_the_model_says()
    {
        Random random = new(Seed);
        using NativeCode native = new();
        HashSet<Mnemonic> seen = [];
        int runs = 0;
        foreach (Code code in AllowedForms.All.Where(CanRun))
        {
            for (int run = 0; run < RunsAForm; run++)
            {
                if (RandomInstruction.Make(code, random) is not { } bytes) continue;
                runs++;
                seen.Add(code.Mnemonic());
                Compare(bytes, random, native);
            }
        }
        Assert.True(runs > 20_000, $"only {runs} runs");
        // All but what traps, moves control or the stack, or has forms with memory alone.
        Assert.True(seen.Count > 450, $"only {seen.Count} names");
    }

    /// <summary>The same with every prefix that the verifier lets stand there, REX with all its bits too: the processor reads the
    /// bytes, and not what the decoder made of them.</summary>
    [Test]
    public void A_prefix_changes_nothing_that_the_model_does_not_know()
    {
        Random random = new(Seed);
        using NativeCode native = new();
        HashSet<Code> seen = [];
        int runs = 0;
        foreach (Code code in AllowedForms.All.Where(code => code.ToOpCode().Encoding == EncodingKind.Legacy && CanRun(code)))
        {
            if (RandomInstruction.Make(code, random) is not { } bytes) continue;
            foreach (byte[] variant in RandomInstruction.WithPrefixes(bytes).Where(IsAccepted))
            {
                runs++;
                seen.Add(code);
                Compare(variant, random, native);
            }
        }
        Assert.True(runs > 5_000, $"only {runs} runs");
        Code[] withoutOperands = [Code.Pause, Code.Nopd, Code.Cdq, Code.Lfence, Code.Endbr64];
        Assert.Empty(withoutOperands.Except(seen));
    }

    /// <summary>By itself and behind what came before it, as one instruction without memory.</summary>
    static bool IsAccepted(byte[] bytes)
    {
        RefusalList refusals = new();
        ModuleCode code = new(bytes, 0x1000, [0x1000], default);
        CodeMap map = CodeMap.Read(code, refusals);
        bool isAlone = refusals.IsEmpty && map.Count == 1 && CanRun(map[0].Code);
        if (!isAlone || InstructionModel.MemoryOperand(map[0]) >= 0) return false;
        Transfer transfer = new(map, new FunctionFacts(), ArenaNumbers.Shared, code, _ => 0) { Refusals = refusals };
        transfer.Step(map[0], MachineState.AtEntry(Reach.Segment));
        return refusals.IsEmpty;
    }

    /// <summary>Flow, the stack and traps are other tests' (a division can trap).</summary>
    static bool CanRun(Code code) => code.FlowControl() == FlowControl.Next && !code.ToOpCode().IsStackInstruction
        && code.Mnemonic() is not (Mnemonic.Div or Mnemonic.Idiv);

    static void Compare(byte[] bytes, Random random, NativeCode native)
    {
        ModuleCode code = new(bytes, 0x1000, [0x1000], default);
        CodeMap map = CodeMap.Read(code, new RefusalList());
        Transfer transfer = new(map, new FunctionFacts(), ArenaNumbers.Shared, code, _ => 0);
        MachineState state = MachineState.AtEntry(Reach.Segment);
        long[] values = new long[MachineState.RegisterCount];
        foreach (Register register in registers)
        {
            long value = values[MachineState.Index(register)] = RandomInstruction.Number(random);
            state[register] = Value.Number(RandomInstruction.Around(value, random));
        }
        long[] before = [.. values];
        transfer.Step(map[0], state);
        native.Run(bytes, values, (uint)random.Next());
        foreach (Register register in registers)
        {
            long after = values[MachineState.Index(register)];
            Assert.True(state[register].AsInterval.Contains(after),
                $"{map[0]} ({Convert.ToHexStringLower(bytes)}) left {register} = 0x{after:x}, not in {state[register]}; " +
                string.Join(", ", registers.Select(each => $"{each}=0x{before[MachineState.Index(each)]:x}")));
        }
    }
}
