using System;
using FastPaas.Verify.Domain;
using FastPaas.Verify.Model;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>Judges memory operands: in the arena and its guards, in the function's own frame, or in the module's
/// constants.</summary>
sealed class Addresses(ArenaNumbers numbers, ModuleCode module, FunctionFacts facts)
{
    /// <param name="isRead">It can do nothing else.</param>
    /// <param name="refusals">null: the analysis isn't over, so that what can't be proved yet may be later.</param>
    public Place Find(in Instruction instruction, bool isRead, MachineState state, RefusalList? refusals)
    {
        // What reads anything isn't judged; but what it reads of its own frame is known, and counts as its caller's.
        RefusalList? judged = module.IsWritesOnly && isRead ? null : refusals;
        int bytes = instruction.MemorySize.GetSize();
        if (bytes <= 0)
        {
            refusals?.Add(RefusalId.FormNotAllowed, instruction, "how much memory it uses isn't known");
            return default;
        }
        if (instruction.SegmentPrefix == Register.GS) return InSegment(instruction, bytes, state, judged);
        if (instruction.MemoryBase == Register.RIP) return InConstants(instruction, bytes, isRead, judged);
        if (instruction.MemoryBase != Register.None && state[instruction.MemoryBase] is { IsStack: true } address)
            return InFrame(instruction, bytes, address, state, judged);
        if (ArenaOf(instruction, state) is { } arena)
            return InArena(instruction, bytes, Sum(instruction, state, arena), state, judged);
        judged?.Add(RefusalId.MemoryOutsideAnySegment, instruction, module.Reach == Reach.Segment
            ? "its address counts neither from gs nor from this function's frame"
            : "its address counts neither from the arena's nor from this function's frame");
        return default;
    }

    /// <summary>The one register of an operand, not scaled, that holds an address of the arena.</summary>
    static Register? ArenaOf(in Instruction instruction, MachineState state)
    {
        bool isBase = IsArena(instruction.MemoryBase, state), isIndex = IsArena(instruction.MemoryIndex, state);
        return isBase == isIndex || isIndex && instruction.MemoryIndexScale != 1 ? null
            : isBase ? instruction.MemoryBase : instruction.MemoryIndex;
    }

    static bool IsArena(Register register, MachineState state) =>
        register != Register.None && state[register].Origin == Origin.Arena;

    /// <summary>What <c>lea</c> makes of an address of the arena; null: it has none.</summary>
    public static Value? ArenaSum(in Instruction instruction, MachineState state)
    {
        if (ArenaOf(instruction, state) is not { } arena) return null;
        (Int128 low, Int128 high) = Sum(instruction, state, arena);
        Interval sum = Interval.Wrap(low, high, 64);
        return Value.ArenaBase.Plus(sum);
    }

    /// <summary>The sum that <c>lea</c> makes, exactly.</summary>
    /// <param name="arena">Of it the offset in the arena counts.</param>
    public static (Int128 Low, Int128 High) Sum(in Instruction instruction, MachineState state, Register arena = Register.None)
    {
        Int128 low = (long)instruction.MemoryDisplacement64, high = low;
        Add(instruction.MemoryBase, 1);
        Add(instruction.MemoryIndex, instruction.MemoryIndexScale);
        return (low, high);

        void Add(Register register, int scale)
        {
            if (register == Register.None) return;
            Interval range = register == arena ? state[register].Interval : state[register].AsInterval;
            low += (Int128)range.Low * scale;
            high += (Int128)range.High * scale;
        }
    }

    Place InSegment(in Instruction instruction, int bytes, MachineState state, RefusalList? refusals)
    {
        if (module.Reach == Reach.Segment && instruction.MemoryBase != Register.RIP)
            return InArena(instruction, bytes, Sum(instruction, state), state, refusals);
        refusals?.Add(RefusalId.ArenaNotProved, instruction, module.Reach == Reach.Segment
            ? "rip isn't an offset into an arena" : "gs isn't at this module's arena");
        return default;
    }

    Place InArena(in Instruction instruction, int bytes, (Int128 Low, Int128 High) offset, MachineState state,
        RefusalList? refusals)
    {
        (Int128 low, Int128 high) = offset;
        Int128 first = -numbers.GuardBytes, last = (Int128)numbers.ArenaBytes + numbers.GuardBytes - bytes;
        if (low >= first && high <= last) return new Place(PlaceKind.Arena, default, new((long)low, (long)high), bytes);
        refusals?.Add(RefusalId.ArenaNotProved, instruction,
            $"its offset can be {Text(low)} to {Text(high)}; the arena with its guards is {Text(first)} to {Text(last)}"
            + Unbounded(instruction, state));
        return default;
    }

    static string Unbounded(in Instruction instruction, MachineState state)
    {
        foreach (Register register in (ReadOnlySpan<Register>)[instruction.MemoryBase, instruction.MemoryIndex])
        {
            if (register == Register.None || IsArena(register, state)) continue;
            if (!state[register].AsInterval.IsWithin(new(-uint.MaxValue, uint.MaxValue)))
                return $"; nothing bounds {register.ToString().ToLowerInvariant()}, {Describe(state[register])}";
        }
        return "";
    }

    static string Describe(Value value) => value.Origin switch
    {
        Origin.Number => "a number",
        Origin.Entry => "the caller's value",
        Origin.Arena => "an address of the arena",
        _ => "an address on the machine stack",
    };

    static string Text(Int128 number) => number < 0 ? $"-0x{-number:x}" : $"0x{number:x}";

    Place InConstants(in Instruction instruction, int bytes, bool isRead, RefusalList? refusals)
    {
        ulong address = instruction.IPRelativeMemoryAddress;
        bool isPlain = instruction.MemoryIndex == Register.None && isRead;
        if (isPlain && module.Constants.Contains(address, (ulong)bytes))
            return new Place(PlaceKind.Constant, default, default, bytes);
        refusals?.Add(RefusalId.NotAConstant, instruction,
            !isRead ? "it writes beside its code" : $"0x{address:x} isn't among the module's constants");
        return default;
    }

    Place InFrame(in Instruction instruction, int bytes, Value address, MachineState state, RefusalList? refusals)
    {
        (Int128 low, Int128 high) = ((long)instruction.MemoryDisplacement64 + (Int128)address.Offset,
            (long)instruction.MemoryDisplacement64 + (Int128)address.Offset);
        if (instruction.MemoryIndex != Register.None)
        {
            Interval index = state[instruction.MemoryIndex].AsInterval;
            low += (Int128)index.Low * instruction.MemoryIndexScale;
            high += (Int128)index.High * instruction.MemoryIndexScale;
        }
        if (Judge(address.Origin, low, high + bytes, state.StackPointer) is { } wrong)
        {
            refusals?.Add(wrong.Id, instruction, wrong.Why);
            return default;
        }
        return new Place(PlaceKind.Stack, address.Origin, new((long)low, (long)high), bytes);
    }

    /// <param name="end">Behind the last byte.</param>
    (RefusalId Id, string Why)? Judge(Origin origin, Int128 low, Int128 end, Value stackPointer)
    {
        if (origin == Origin.Frame && low >= 0)
        {
            if (low < 8) return (RefusalId.CallersFrame, "the return address lies there");
            if (end - 8 > FunctionFacts.ArgumentBytesMax) return (RefusalId.CallersFrame, "that is far in its caller's frame");
            facts.Take((long)end - 8);
            return null;
        }
        if (end > 0)
            return (RefusalId.CallersFrame, origin == Origin.Frame ? "it reaches the return address" : "it can leave the frame");
        bool isAbove = stackPointer.Origin == origin ? low >= stackPointer.Offset
            : origin == Origin.Frame && stackPointer.Origin == Origin.Aligned;
        if (!isAbove) return (RefusalId.OutsideFrame, "it lies, or may lie, below the stack pointer");
        return origin == Origin.Frame && facts.Alignment is { } aligned && low < aligned.Offset
            ? (RefusalId.OutsideFrame, "the aligned part of the frame lies there") : null;
    }
}
