using System;
using System.Collections.Generic;
using Iced.Intel;

namespace FastPaas.Verify.Tests.Harness;

/// <summary>Small changes of machine code: those that a compiler's mistake, a linker's or an attacker's hand makes.</summary>
sealed class Mutator(Random random)
{
    static readonly int[] displacements =
    [
        0, 1, -1, -8, 8, 127, -128, 0xfffff, 0x7ffffff, 0xffffff8, 0x10000000, -0x10000000, -0x10000001, int.MaxValue,
        int.MinValue,
    ];

    static readonly byte[] prefixes =
        [0x26, 0x2e, 0x36, 0x3e, 0x40, 0x41, 0x44, 0x48, 0x49, 0x4c, 0x4d, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];

    /// <summary>A copy with one change, rarely two.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> text)
    {
        byte[] mutant = text.ToArray();
        int changes = random.Next(5) == 0 ? 2 : 1;
        for (int i = 0; i < changes; i++) Change(mutant);
        return mutant;
    }

    void Change(byte[] text)
    {
        (int start, Instruction instruction, ConstantOffsets offsets) = Pick(text);
        Span<byte> bytes = text.AsSpan(start, instruction.Length);
        switch (random.Next(9))
        {
            case 0: bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[random.Next(bytes.Length)] = (byte)random.Next(256); break;
            case 2: bytes.Fill(0x90); break;
            case 3: bytes[0] = prefixes[random.Next(prefixes.Length)]; break;
            case 4: Swap(text, start, instruction.Length); break;
            case 5: Copy(text, start, instruction.Length); break;
            case 6 when offsets.HasDisplacement:
                Displace(bytes.Slice(offsets.DisplacementOffset, offsets.DisplacementSize));
                break;
            case 7 when offsets.HasImmediate:
                Displace(bytes.Slice(offsets.ImmediateOffset, offsets.ImmediateSize));
                break;
            // A register field of the byte behind the opcode, mostly.
            default:
                bytes[Math.Min(bytes.Length - 1, 1 + random.Next(3))] ^= (byte)(random.Next(8) << (3 * random.Next(2)));
                break;
        }
    }

    /// <summary>Over it, what follows; behind that, what it was.</summary>
    static void Swap(byte[] text, int start, int length)
    {
        int next = Length(text, start + length);
        if (next == 0) return;
        byte[] first = text.AsSpan(start, length).ToArray();
        text.AsSpan(start + length, next).CopyTo(text.AsSpan(start));
        first.CopyTo(text, start + next);
    }

    /// <summary>Another instruction of the code, as far as it fits; the rest is nops.</summary>
    void Copy(byte[] text, int start, int length)
    {
        (int from, Instruction other, _) = Pick(text);
        if (other.Length > length) return;
        byte[] bytes = text.AsSpan(from, other.Length).ToArray();
        text.AsSpan(start, length).Fill(0x90);
        bytes.CopyTo(text, start);
    }

    void Displace(Span<byte> field)
    {
        long value = displacements[random.Next(displacements.Length)];
        for (int i = 0; i < field.Length; i++) field[i] = (byte)(value >> (8 * Math.Min(i, 7)));
    }

    (int, Instruction, ConstantOffsets) Pick(byte[] text)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(text));
        List<(int, Instruction, ConstantOffsets)> all = [];
        while (decoder.IP < (ulong)text.Length)
        {
            int start = (int)decoder.IP;
            Instruction instruction = decoder.Decode();
            if (instruction.IsInvalid) break;
            all.Add((start, instruction, decoder.GetConstantOffsets(instruction)));
        }
        return all.Count > 0 ? all[random.Next(all.Count)] : (0, new Instruction { Length = 1 }, default);
    }

    static int Length(byte[] text, int start)
    {
        if (start >= text.Length) return 0;
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(text.AsSpan(start).ToArray()));
        return decoder.Decode() is { IsInvalid: false } instruction ? instruction.Length : 0;
    }
}
