using System;
using Iced.Intel;

namespace FastPaas.Verify.Model;

/// <summary>Prefix bytes: each that stands there has to mean something. A processor ignores many, and not every one the same, so
/// what decoders could read differently isn't accepted. Intel SDM volume 2, 2.1.1 and 2.2.1.</summary>
static class Prefixes
{
    const byte OperandSize = 0x66, Address32 = 0x67, Gs = 0x65, Lock = 0xf0, RepeatNot = 0xf2, Repeat = 0xf3, Cs = 0x2e;

    /// <summary>FP_FAULT_MEMORY of native/module/fp_gate.h.</summary>
    const byte FaultMemory = 1;

    /// <summary>Null: good. Else what is wrong with them, a clause.</summary>
    public static string? Check(in Instruction instruction, ReadOnlySpan<byte> bytes)
    {
        OpCodeInfo form = instruction.OpCode;
        int count = 0, seen = 0;
        for (; count < bytes.Length && Bit(bytes[count]) != 0; count++)
        {
            byte prefix = bytes[count];
            // Padding: assemblers stretch a nop with these two, and it has no operand that they could change.
            if (form.Mnemonic == Mnemonic.Nop && prefix is OperandSize or Cs) continue;
            if ((seen & Bit(prefix)) != 0) return $"prefix {prefix:x2} stands there twice";
            seen |= Bit(prefix);
            if (!IsExpected(prefix, instruction, form)) return $"prefix {prefix:x2} isn't allowed there";
        }
        bool hasRex = form.Encoding == EncodingKind.Legacy && count < bytes.Length && (bytes[count] & 0xf0) == 0x40;
        // With REX.B the processor takes it for xchg, and the decoder doesn't.
        if (form.Code == Code.Pause && bytes.Length != 2) return "pause has one form";
        if (form.Mnemonic == Mnemonic.Ud1 && !IsTrap(bytes)) return "ud1 has two forms";
        if (!hasRex || count + 1 >= bytes.Length) return null;
        byte next = bytes[count + 1];
        return Bit(next) != 0 || (next & 0xf0) == 0x40 ? "a prefix behind the REX prefix cancels it" : null;
    }

    /// <summary>A number for the host, and for that of a check the register with the address; it reads nothing.</summary>
    static bool IsTrap(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[Address32, 0x0f, 0xb9, 0x40])
        || bytes is [Address32, 0x48 or 0x4c, 0x0f, 0xb9, var operands, FaultMemory] && (operands & 0xc7) == 0x40;

    static bool IsExpected(byte prefix, in Instruction instruction, OpCodeInfo form) => prefix switch
    {
        OperandSize => form.Encoding == EncodingKind.Legacy
            && (form.MandatoryPrefix == MandatoryPrefix.P66 || form.OperandSize == 16),
        RepeatNot => form.Encoding == EncodingKind.Legacy && form.MandatoryPrefix == MandatoryPrefix.PF2,
        Repeat => form.Encoding == EncodingKind.Legacy && form.MandatoryPrefix == MandatoryPrefix.PF3,
        Gs => HasMemory(instruction) && form.Mnemonic is not (Mnemonic.Lea or Mnemonic.Nop),
        Address32 => form.Code is Code.Ud1_r32_rm32 or Code.Ud1_r64_rm64,
        Lock => form.CanUseLockPrefix && instruction.Op0Kind == OpKind.Memory,
        _ => false,
    };

    static bool HasMemory(in Instruction instruction)
    {
        for (int i = 0; i < instruction.OpCount; i++)
            if (instruction.GetOpKind(i) == OpKind.Memory) return true;
        return false;
    }

    /// <summary>0: no prefix.</summary>
    static int Bit(byte value) => value switch
    {
        Cs => 1, 0x36 => 2, 0x3e => 4, 0x26 => 8, 0x64 => 16, Gs => 32, OperandSize => 64, Address32 => 128, Lock => 256,
        RepeatNot => 512, Repeat => 1024, _ => 0,
    };
}
