using System;
using System.Collections.Generic;
using FastPaas.Verify.Domain;
using Iced.Intel;
using Interval = FastPaas.Verify.Domain.Interval;

namespace FastPaas.Verify.Tests;

/// <summary>Instructions and numbers by chance.</summary>
static class RandomInstruction
{
    /// <summary>The bytes of an instruction of a form with random registers and immediates; null: it can't be without memory or
    /// without <c>rsp</c>.</summary>
    public static byte[]? Make(Code code, Random random)
    {
        OpCodeInfo form = code.ToOpCode();
        Instruction instruction = default;
        instruction.Code = code;
        for (int i = 0; i < form.OpCount; i++)
        {
            OpCodeOperandKind kind = form.GetOpKind(i);
            if (RegisterOf(kind, random) is { } register)
            {
                instruction.SetOpKind(i, OpKind.Register);
                instruction.SetOpRegister(i, register);
            }
            else if (!SetImmediate(ref instruction, i, kind, random)) return null;
        }
        Bytes bytes = new();
        Encoder encoder = Encoder.Create(64, bytes);
        return encoder.TryEncode(instruction, 0x1000, out _, out _) ? [.. bytes.Written] : null;
    }

    /// <summary>The same opcode behind each REX prefix, alone and behind each other prefix.</summary>
    public static IEnumerable<byte[]> WithPrefixes(byte[] bytes)
    {
        byte[] others = [0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];
        int opcode = bytes.AsSpan().IndexOfAnyExcept(others);
        byte[] before = bytes[..opcode], rest = bytes[(bytes[opcode] >> 4 == 4 ? opcode + 1 : opcode)..];
        for (int rex = 0x3f; rex <= 0x4f; rex++)
        {
            byte[] behind = rex < 0x40 ? rest : [(byte)rex, .. rest];
            yield return [.. before, .. behind];
            foreach (byte other in others) yield return [other, .. before, .. behind];
        }
    }

    /// <summary>Small ones, edges of widths, and any.</summary>
    public static long Number(Random random) => random.Next(8) switch
    {
        // Zero is what many instructions except.
        0 => 0,
        1 or 2 => random.Next(-40, 300),
        3 or 4 => (1L << random.Next(64)) + random.Next(-2, 3),
        5 or 6 => (uint)random.NextInt64(),
        _ => random.NextInt64(long.MinValue, long.MaxValue),
    };

    /// <summary>An interval with a number in it: itself, narrow or wide.</summary>
    public static Interval Around(long value, Random random)
    {
        Int128 below = Distance(random), above = Distance(random);
        return new((long)Int128.Max(long.MinValue, value - below), (long)Int128.Min(long.MaxValue, value + above));
    }

    static long Distance(Random random) => random.Next(4) switch
    {
        0 or 1 => 0,
        2 => random.Next(100),
        _ => 1L << random.Next(63),
    };

    static Register? RegisterOf(OpCodeOperandKind kind, Random random)
    {
        switch (kind)
        {
            case OpCodeOperandKind.al: return Register.AL;
            case OpCodeOperandKind.cl: return Register.CL;
            case OpCodeOperandKind.ax: return Register.AX;
            case OpCodeOperandKind.eax: return Register.EAX;
            case OpCodeOperandKind.rax: return Register.RAX;
        }
        string name = kind.ToString();
        int number = random.Next(16);
        if (name.StartsWith("xmm", StringComparison.Ordinal)) return Register.XMM0 + number;
        if (name.StartsWith("ymm", StringComparison.Ordinal)) return Register.YMM0 + number;
        int general = number == Register.RSP - Register.RAX ? 0 : number;
        if (name.StartsWith("r64", StringComparison.Ordinal)) return Register.RAX + general;
        if (name.StartsWith("r32", StringComparison.Ordinal)) return Register.EAX + general;
        if (name.StartsWith("r16", StringComparison.Ordinal)) return Register.AX + general;
        if (!name.StartsWith("r8", StringComparison.Ordinal)) return null;
        Register low = Register.AL + random.Next(20);
        return low == Register.SPL ? Register.AH : low;
    }

    static bool SetImmediate(ref Instruction instruction, int operand, OpCodeOperandKind kind, Random random)
    {
        OpKind? immediate = kind switch
        {
            OpCodeOperandKind.imm8 or OpCodeOperandKind.imm8_const_1 => OpKind.Immediate8,
            OpCodeOperandKind.imm8sex16 => OpKind.Immediate8to16,
            OpCodeOperandKind.imm8sex32 => OpKind.Immediate8to32,
            OpCodeOperandKind.imm8sex64 => OpKind.Immediate8to64,
            OpCodeOperandKind.imm16 => OpKind.Immediate16,
            OpCodeOperandKind.imm32 => OpKind.Immediate32,
            OpCodeOperandKind.imm32sex64 => OpKind.Immediate32to64,
            OpCodeOperandKind.imm64 => OpKind.Immediate64,
            _ => null,
        };
        if (immediate is not { } known) return false;
        instruction.SetOpKind(operand, known);
        long number = Number(random);
        instruction.SetImmediate(operand, kind switch
        {
            OpCodeOperandKind.imm8_const_1 => 1,
            OpCodeOperandKind.imm8 => (byte)number,
            OpCodeOperandKind.imm8sex16 or OpCodeOperandKind.imm8sex32 or OpCodeOperandKind.imm8sex64 => (sbyte)number,
            OpCodeOperandKind.imm16 => (ushort)number,
            OpCodeOperandKind.imm32 => (uint)number,
            OpCodeOperandKind.imm32sex64 => (int)number,
            _ => number,
        });
        return true;
    }

    sealed class Bytes : CodeWriter
    {
        public List<byte> Written { get; } = [];

        public override void WriteByte(byte value) => Written.Add(value);
    }
}
