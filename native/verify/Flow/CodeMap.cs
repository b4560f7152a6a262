using System;
using System.Collections.Generic;
using FastPaas.Verify.Model;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>A section read from its first byte to its last, each byte once: what no such reading finds can't be
/// reached.</summary>
sealed class CodeMap
{
    readonly ReadOnlyMemory<byte> text;
    readonly List<Instruction> instructions = [];
    readonly int[] indexByOffset;
    readonly InstructionInfoFactory factory = new();

    CodeMap(ModuleCode code)
    {
        text = code.Text;
        Address = code.Address;
        indexByOffset = new int[text.Length];
        Array.Fill(indexByOffset, -1);
    }

    public ulong Address { get; }

    public int Count => instructions.Count;

    public Instruction this[int index] => instructions[index];

    /// <summary>Reads all, and judges each instruction by itself.</summary>
    public static CodeMap Read(ModuleCode code, RefusalList refusals)
    {
        CodeMap map = new(code);
        // Where nobody has bounds these bytes are nops, which aren't allowed either.
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code.Text.ToArray()), code.Address,
            code.Reach.HasBounds() ? DecoderOptions.MPX : DecoderOptions.None);
        ulong end = code.Address + (ulong)code.Text.Length;
        while (decoder.IP < end)
        {
            decoder.Decode(out Instruction instruction);
            if (instruction.IsInvalid)
            {
                refusals.Add(RefusalId.NotAnInstruction, instruction.IP, "these bytes are no whole instruction");
                break;
            }
            map.Add(instruction);
            if (map.Judge(instruction) is { } wrong) refusals.Add(wrong.Id, instruction, wrong.Why);
        }
        return map;
    }

    /// <summary>-1: no instruction begins there.</summary>
    public int IndexOf(ulong address)
    {
        ulong offset = address - Address;
        return offset < (ulong)indexByOffset.Length ? indexByOffset[(int)offset] : -1;
    }

    /// <summary>Until the next call.</summary>
    public InstructionInfo Info(in Instruction instruction) => factory.GetInfo(instruction);

    /// <summary>Does control go on behind it?</summary>
    public static bool GoesOn(in Instruction instruction) => instruction.FlowControl is FlowControl.Next or FlowControl.Call
        or FlowControl.ConditionalBranch;

    public static bool IsJump(in Instruction instruction) =>
        instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch;

    /// <summary>Bytes that only fill, when nothing reaches them.</summary>
    public static bool IsPadding(in Instruction instruction) =>
        instruction.Mnemonic is Mnemonic.Nop or Mnemonic.Int3 or Mnemonic.Ud2;

    void Add(in Instruction instruction)
    {
        indexByOffset[(int)(instruction.IP - Address)] = instructions.Count;
        instructions.Add(instruction);
    }

    (RefusalId Id, string Why)? Judge(in Instruction instruction)
    {
        ReadOnlySpan<byte> bytes = text.Span.Slice((int)(instruction.IP - Address), instruction.Length);
        if (InstructionModel.Check(instruction, bytes, Info(instruction)) is { } wrong) return wrong;
        bool isDirect = IsJump(instruction) || instruction.FlowControl == FlowControl.Call;
        return isDirect && IsOutside(instruction.NearBranchTarget)
            ? (RefusalId.TargetNotAnInstruction, "its target lies outside the module") : null;
    }

    bool IsOutside(ulong target) => target - Address >= (ulong)text.Length;
}
