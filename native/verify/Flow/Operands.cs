using FastPaas.Verify.Domain;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>What operands hold, and what a register holds after a write of some of its bits.</summary>
static class Operands
{
    /// <summary>In bits: of a register, of an immediate the first operand's.</summary>
    public static int Bits(in Instruction instruction, int operand) => instruction.GetOpKind(operand) switch
    {
        OpKind.Register => instruction.GetOpRegister(operand).GetSize() * 8,
        OpKind.Memory => instruction.MemorySize.GetSize() * 8,
        _ => Bits(instruction, 0),
    };

    /// <summary>A general register, an immediate or memory, of at most 64 bits.</summary>
    /// <param name="bits">As the operation sees it: an immediate is cut to it.</param>
    public static Value Read(in Instruction instruction, int operand, int bits, MachineState state, Place place)
    {
        switch (instruction.GetOpKind(operand))
        {
            case OpKind.Register:
                return ReadRegister(instruction.GetOpRegister(operand), state);
            case OpKind.Memory:
                bool isSpill = place.Kind == PlaceKind.Stack && place.Offset.IsOne;
                return (isSpill ? state.Slots.Read(place.Origin, place.Offset.Low, place.Bytes) : null)
                    ?? Value.Number(Interval.Full(bits));
            default:
                return Value.Number(Interval.Only((long)instruction.GetImmediate(operand)).Truncate(bits));
        }
    }

    public static Value ReadRegister(Register register, MachineState state)
    {
        if (!register.IsGPR()) return Value.Unknown;
        if (IsHigh(register)) return Value.Number(Interval.Full(8));
        int bits = register.GetSize() * 8;
        return bits == 64 ? state[register] : Value.Number(state[register].AsInterval.Truncate(bits));
    }

    /// <summary>32 bits clear the upper half; 16 and 8 leave the rest. Intel SDM volume 1, 3.4.1.1.</summary>
    /// <param name="old">Of the whole register, before.</param>
    public static Value Written(Register register, Value old, Value value)
    {
        if (IsHigh(register)) return Value.Number(Interval.InsertHigh(old.AsInterval));
        int bits = register.GetSize() * 8;
        return bits switch
        {
            64 => value,
            32 => Value.Number(value.AsInterval.Truncate(32)),
            _ => Value.Number(Interval.Insert(old.AsInterval, value.AsInterval.Truncate(bits), bits)),
        };
    }

    static bool IsHigh(Register register) => register is Register.AH or Register.BH or Register.CH or Register.DH;
}
