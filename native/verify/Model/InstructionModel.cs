using System;
using Iced.Intel;

namespace FastPaas.Verify.Model;

/// <summary>An instruction by itself: is it one of those whose every effect the rest of the verifier knows?</summary>
static class InstructionModel
{
    /// <summary>Null: yes.</summary>
    /// <param name="bytes">Of this instruction.</param>
    /// <param name="info">What it reads and writes, as Iced knows it.</param>
    public static (RefusalId Id, string Why)? Check(in Instruction instruction, ReadOnlySpan<byte> bytes, in InstructionInfo info)
    {
        if (instruction.FlowControl is FlowControl.IndirectBranch or FlowControl.IndirectCall)
            return (RefusalId.IndirectBranch, "only branches to a fixed place can be followed");
        if (BoundsChecks.IsOne(instruction))
            return BoundsChecks.IsPlain(bytes) ? null : (RefusalId.FormNotAllowed, "a check is of a register, with bnd0");
        if (!AllowedMnemonics.All.Contains(instruction.Mnemonic))
            return (RefusalId.InstructionNotAllowed, "it isn't among the instructions that modules may use");
        if (!AllowedForms.Contains(instruction.Code)) return (RefusalId.FormNotAllowed, "this form of it isn't allowed");
        if (Prefixes.Check(instruction, bytes) is { } prefix) return (RefusalId.Prefix, prefix);
        int memory = MemoryOperand(instruction);
        if (memory >= 0 && !AllowedForms.MayUseMemory(instruction.Code))
            return (RefusalId.FormNotAllowed, "a bit's number in a register reaches any address");
        bool isPlain = memory < 0 || instruction.Mnemonic == Mnemonic.Ud1
            || instruction.MemoryBase is Register.None or Register.RIP || instruction.MemoryBase.IsGPR64();
        if (!isPlain || memory >= 0 && instruction.MemoryIndex != Register.None && !instruction.MemoryIndex.IsGPR64())
            return (RefusalId.FormNotAllowed, "its address isn't made of 64-bit registers");
        return HasOtherMemory(instruction, info, memory)
            ? (RefusalId.FormNotAllowed, "it uses memory that no operand names") : null;
    }

    /// <summary>Which operand is memory; -1: none.</summary>
    public static int MemoryOperand(in Instruction instruction)
    {
        for (int i = 0; i < instruction.OpCount; i++)
            if (instruction.GetOpKind(i) == OpKind.Memory) return i;
        return -1;
    }

    public static bool IsPrefetch(in Instruction instruction) => instruction.Mnemonic is Mnemonic.Prefetchnta
        or Mnemonic.Prefetcht0 or Mnemonic.Prefetcht1 or Mnemonic.Prefetcht2 or Mnemonic.Prefetchw;

    /// <summary>Pushes, pops, calls and returns move <c>rsp</c> and are modelled by name.</summary>
    public static bool IsStack(in Instruction instruction) =>
        instruction.Mnemonic is Mnemonic.Push or Mnemonic.Pop or Mnemonic.Call or Mnemonic.Ret;

    /// <summary>The list of forms should leave none such; this doesn't count on it.</summary>
    static bool HasOtherMemory(in Instruction instruction, in InstructionInfo info, int memory)
    {
        int count = 0;
        foreach (UsedMemory used in info.GetUsedMemory())
        {
            count++;
            bool isOperand = memory >= 0 && used.Index == instruction.MemoryIndex && (used.Base == instruction.MemoryBase
                || instruction.IsIPRelativeMemoryOperand && used.Displacement == instruction.IPRelativeMemoryAddress);
            if (!isOperand && !(IsStack(instruction) && used.Base == Register.RSP)) return true;
        }
        return count > (instruction.Mnemonic == Mnemonic.Push ? 2 : 1);
    }
}
