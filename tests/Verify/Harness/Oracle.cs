using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using FastPaas.TestHost;
using Iced.Intel;

namespace FastPaas.Verify.Tests.Harness;

/// <summary>How a run ended, as harness.c numbers it.</summary>
enum Outcome
{
    Returned,
    OutOfSteps,
    /// <summary>A fault of its own: in the arena, its guards, the machine stack's guard, or a trap.</summary>
    Crashed,
    EscapedMemory = 16,
    EscapedFlow,
    EscapedReturnAddress,
    EscapedState,
    EscapedFault,
    /// <summary>The processor saw other instructions than Iced.</summary>
    EscapedDecoder,
}

/// <param name="Instruction">From the code's first byte: where it ended.</param>
/// <param name="Address">Of the access.</param>
readonly record struct Answer(Outcome Outcome, int Steps, ulong Instruction, ulong Address)
{
    public bool IsEscape => Outcome >= Outcome.EscapedMemory;
}

/// <summary>Runs code in a child process that knows every mapped range (harness.c). It takes what an instruction uses from Iced,
/// and nothing from the verifier.</summary>
sealed class Oracle : IDisposable
{
    const int StepsMax = 250, OperandsMax = 3, InstructionBytes = 56, RequestBytes = 176;
    const ulong ImageBase = 0x3000_0000_0000;
    const byte NoRegister = 255;

    /// <summary>Where its arena begins.</summary>
    public const ulong ArenaBase = 0x2000_0000_0000;

    readonly TemporaryFolder folder = new();
    readonly Process process;
    readonly InstructionInfoFactory factory = new();

    public Oracle()
    {
        string program = Path.Combine(folder.Path, "harness");
        string source = Repository.Path("tests", "Verify", "Harness", "harness.c");
        Child.Run("clang-19", ["-O2", "-std=gnu11", "-iquote", Repository.Path("native", "module"), source, "-o", program],
            folder.Path);
        process = Process.Start(new ProcessStartInfo(program)
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <param name="entry">An address of the code.</param>
    /// <param name="registers">By number, <c>rsp</c> left out.</param>
    public Answer Run(ModuleCode code, ReadOnlySpan<byte> text, ulong entry, ReadOnlySpan<ulong> registers)
    {
        List<Instruction> instructions = Decode(text, code);
        using MemoryStream request = new();
        using BinaryWriter writer = new(request);
        foreach (ulong address in (ReadOnlySpan<ulong>)[code.Address, code.Constants.Start, entry]) writer.Write(address);
        foreach (int count in (ReadOnlySpan<int>)[text.Length, 0, instructions.Count, StepsMax])
            writer.Write(count);
        foreach (ulong register in registers) writer.Write(register);
        writer.Write((uint)code.Reach);
        writer.Write(code.IsWritesOnly ? 1u : 0u);
        writer.Write(text);
        foreach (Instruction instruction in instructions) Write(writer, instruction, code);
        byte[] bytes = request.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(28), (int)code.Constants.Bytes);
        int head = RequestBytes + text.Length;
        Stream input = process.StandardInput.BaseStream;
        input.Write(bytes.AsSpan(0, head));
        input.Write(new byte[code.Constants.Bytes]);
        input.Write(bytes.AsSpan(head));
        input.Flush();
        Span<byte> answer = stackalloc byte[24];
        try
        {
            process.StandardOutput.BaseStream.ReadExactly(answer);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidOperationException("harness: " + process.StandardError.ReadToEnd());
        }
        return new Answer((Outcome)MemoryMarshal.Read<int>(answer), MemoryMarshal.Read<int>(answer[4..]),
            MemoryMarshal.Read<ulong>(answer[8..]), MemoryMarshal.Read<ulong>(answer[16..]));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    static List<Instruction> Decode(ReadOnlySpan<byte> text, ModuleCode code)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(text.ToArray()), code.Address,
            code.Reach == Reach.Mpx ? DecoderOptions.MPX : DecoderOptions.None);
        List<Instruction> instructions = [];
        while (decoder.IP < code.Address + (ulong)text.Length)
        {
            Instruction instruction = decoder.Decode();
            if (instruction.IsInvalid) break;
            instructions.Add(instruction);
        }
        return instructions;
    }

    void Write(BinaryWriter writer, in Instruction instruction, ModuleCode code)
    {
        long start = writer.BaseStream.Position;
        UsedMemory[] used = [.. Uses(instruction).Take(OperandsMax)];
        writer.Write((uint)(instruction.IP - code.Address));
        writer.Write((byte)instruction.Length);
        writer.Write(Flow(instruction.FlowControl));
        writer.Write((byte)used.Length);
        writer.Write(Check(instruction));
        foreach (UsedMemory each in used)
        {
            bool isRelative = instruction.IsIPRelativeMemoryOperand && each.Base == Register.None;
            writer.Write((byte)(each.Segment == Register.GS ? 1 : each.Segment is Register.FS ? 2 : 0));
            writer.Write(Number(each.Base));
            writer.Write(Number(each.Index));
            writer.Write((byte)each.Scale);
            writer.Write((ushort)each.MemorySize.GetSize());
            writer.Write(each.Access is not (OpAccess.Read or OpAccess.CondRead or OpAccess.NoMemAccess));
            writer.Write((byte)0);
            writer.Write(each.Displacement + (isRelative ? ImageBase : 0));
        }
        writer.Write(new byte[InstructionBytes - (writer.BaseStream.Position - start)]);
    }

    /// <summary>harness.c's, of MPX.</summary>
    static byte Check(in Instruction instruction) => instruction.Mnemonic switch
    {
        Mnemonic.Bndcl => (byte)(1 | Number(instruction.Op1Register) << 2),
        Mnemonic.Bndcu => (byte)(2 | Number(instruction.Op1Register) << 2),
        _ => 0,
    };

    /// <summary>What Iced says, and a prefetch, which to Iced is no access.</summary>
    IEnumerable<UsedMemory> Uses(Instruction instruction)
    {
        foreach (UsedMemory used in factory.GetInfo(instruction).GetUsedMemory()) yield return used;
        if (instruction.Mnemonic is Mnemonic.Prefetchnta or Mnemonic.Prefetcht0 or Mnemonic.Prefetcht1 or Mnemonic.Prefetcht2
            or Mnemonic.Prefetchw)
        {
            yield return new UsedMemory(
                instruction.MemorySegment, instruction.MemoryBase, instruction.MemoryIndex, instruction.MemoryIndexScale,
                instruction.MemoryDisplacement64, MemorySize.UInt8, OpAccess.Read, CodeSize.Code64, 0);
        }
    }

    static byte Flow(FlowControl flow) => flow switch
    {
        FlowControl.Next => 0,
        FlowControl.Call => 2,
        FlowControl.Return => 3,
        FlowControl.Exception or FlowControl.Interrupt => 4,
        _ => 1,
    };

    static byte Number(Register register) =>
        register.IsGPR() ? (byte)(register.GetFullRegister() - Register.RAX) : NoRegister;
}
