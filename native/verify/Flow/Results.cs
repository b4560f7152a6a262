using FastPaas.Verify.Domain;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>What instructions leave in their first operand. An instruction that isn't here leaves anything of its
/// width.</summary>
static class Results
{
    /// <summary>Null: anything of the width.</summary>
    /// <param name="bits">Of the first operand.</param>
    public static Value? Of(in Instruction instruction, int bits, MachineState state, Place place)
    {
        if (instruction.Mnemonic == Mnemonic.Lea) return Lea(instruction, bits, state);
        if (IsConditionalMove(instruction.Mnemonic))
            return Read(instruction, 0, bits, state, place).Join(Read(instruction, 1, bits, state, place));
        if (instruction.Mnemonic == Mnemonic.Mov) return Read(instruction, 1, bits, state, place);
        if (bits == 64 && Address(instruction, state, place) is { } address) return address;
        return Number(instruction, bits, state, place) is { } range ? Value.Number(range) : null;
    }

    static Value Read(in Instruction instruction, int operand, int bits, MachineState state, Place place) =>
        Operands.Read(instruction, operand, bits, state, place);

    static Value Lea(in Instruction instruction, int bits, MachineState state)
    {
        if (instruction.MemoryBase == Register.RIP) return Value.Unknown;
        long displacement = (long)instruction.MemoryDisplacement64;
        bool hasIndex = instruction.MemoryIndex != Register.None;
        if (bits == 64 && instruction.MemoryBase != Register.None && state[instruction.MemoryBase].IsStack)
            return hasIndex ? Value.Unknown : state[instruction.MemoryBase].Plus(Interval.Only(displacement));
        if (bits == 64 && Addresses.ArenaSum(instruction, state) is { } inArena) return inArena;
        (System.Int128 low, System.Int128 high) = Addresses.Sum(instruction, state);
        return Value.Number(Interval.Wrap(low, high, bits));
    }

    /// <summary>An address of the frame, moved by a constant, or of the arena, moved by a number; in a register or
    /// spilled.</summary>
    static Value? Address(in Instruction instruction, MachineState state, Place place)
    {
        bool isOne = instruction.Mnemonic is Mnemonic.Inc or Mnemonic.Dec && instruction.Op0Kind == OpKind.Register;
        if (isOne && state[instruction.Op0Register] is { Origin: Origin.Arena } address)
            return address.Plus(Interval.Only(instruction.Mnemonic == Mnemonic.Inc ? 1 : -1));
        bool isSum = instruction.Mnemonic == Mnemonic.Add;
        if (!isSum && instruction.Mnemonic != Mnemonic.Sub) return null;
        Value left = Read(instruction, 0, 64, state, place), right = Read(instruction, 1, 64, state, place);
        if (isSum && left.Origin == Origin.Number && right.Origin == Origin.Arena) return right.Plus(left.Interval);
        bool isConstant = instruction.Op1Kind is not (OpKind.Register or OpKind.Memory);
        if (right.Origin != Origin.Number || !(left.Origin == Origin.Arena || left.IsStack && isConstant)) return null;
        return left.Plus(isSum ? right.Interval : Arithmetic.Negate(right.Interval, 64));
    }

    static Interval? Number(in Instruction instruction, int bits, MachineState state, Place place)
    {
        if (IsZeroIdiom(instruction)) return Interval.Only(0);
        if (IsSetOnCondition(instruction.Mnemonic)) return new Interval(0, 1);
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Movzx: return Source(instruction, 1, state, place);
            case Mnemonic.Movsx or Mnemonic.Movsxd:
                Interval signed = Source(instruction, 1, state, place).SignExtend(Operands.Bits(instruction, 1));
                return signed.Truncate(bits);
            case Mnemonic.Popcnt or Mnemonic.Lzcnt or Mnemonic.Tzcnt: return new Interval(0, bits);
            case Mnemonic.Crc32: return Interval.Full(32);
            case Mnemonic.Imul when instruction.OpCount == 3:
                return Arithmetic.Multiply(At(instruction, 1, bits, state, place), At(instruction, 2, bits, state, place), bits);
            case Mnemonic.Andn or Mnemonic.Bzhi or Mnemonic.Bextr or Mnemonic.Blsr or Mnemonic.Blsi or Mnemonic.Blsmsk
                or Mnemonic.Pdep or Mnemonic.Pext or Mnemonic.Shlx or Mnemonic.Shrx or Mnemonic.Sarx:
                return Bits(instruction, bits, state, place);
        }
        Interval left = instruction.OpCount > 0 ? At(instruction, 0, bits, state, place) : default;
        return instruction.OpCount == 1 ? One(instruction.Mnemonic, left, bits)
            : instruction.OpCount == 2 ? Two(instruction.Mnemonic, left, At(instruction, 1, bits, state, place), bits) : null;
    }

    static Interval? One(Mnemonic mnemonic, Interval a, int bits) => mnemonic switch
    {
        Mnemonic.Inc => Arithmetic.Add(a, Interval.Only(1), bits),
        Mnemonic.Dec => Arithmetic.Subtract(a, Interval.Only(1), bits),
        Mnemonic.Neg => Arithmetic.Negate(a, bits),
        Mnemonic.Not => Arithmetic.Not(a, bits),
        _ => null,
    };

    static Interval? Two(Mnemonic mnemonic, Interval a, Interval b, int bits) => mnemonic switch
    {
        Mnemonic.Add => Arithmetic.Add(a, b, bits),
        Mnemonic.Sub => Arithmetic.Subtract(a, b, bits),
        Mnemonic.Adc => Arithmetic.AddWithCarry(a, b, bits),
        Mnemonic.Sbb => Arithmetic.SubtractWithBorrow(a, b, bits),
        Mnemonic.And => Arithmetic.And(a, b),
        Mnemonic.Or => Arithmetic.Or(a, b),
        Mnemonic.Xor => Arithmetic.Xor(a, b),
        Mnemonic.Imul => Arithmetic.Multiply(a, b, bits),
        Mnemonic.Shl or Mnemonic.Sal => Arithmetic.ShiftLeft(a, Arithmetic.Count(b, bits), bits),
        Mnemonic.Shr => Arithmetic.ShiftRight(a, Arithmetic.Count(b, bits)),
        Mnemonic.Sar => Arithmetic.ShiftRightSigned(a, Arithmetic.Count(b, bits), bits),
        _ => null,
    };

    static Interval? Bits(in Instruction instruction, int bits, MachineState state, Place place)
    {
        Interval a = At(instruction, 1, bits, state, place);
        Interval b = instruction.OpCount > 2 ? At(instruction, 2, bits, state, place) : default;
        return instruction.Mnemonic switch
        {
            Mnemonic.Andn => Arithmetic.And(Arithmetic.Not(a, bits), b),
            Mnemonic.Blsmsk => Arithmetic.MaskUpToLowestBit(a, bits),
            Mnemonic.Pdep => Arithmetic.Deposit(b),
            Mnemonic.Pext => Arithmetic.Extract(b),
            Mnemonic.Shlx => Arithmetic.ShiftLeft(a, Arithmetic.Count(b, bits), bits),
            Mnemonic.Shrx => Arithmetic.ShiftRight(a, Arithmetic.Count(b, bits)),
            Mnemonic.Sarx => Arithmetic.ShiftRightSigned(a, Arithmetic.Count(b, bits), bits),
            _ => Arithmetic.BitsOf(a),
        };
    }

    static Interval At(in Instruction instruction, int operand, int bits, MachineState state, Place place) =>
        Read(instruction, operand, bits, state, place).AsInterval;

    /// <summary>At its own width.</summary>
    static Interval Source(in Instruction instruction, int operand, MachineState state, Place place) =>
        At(instruction, operand, Operands.Bits(instruction, operand), state, place);

    /// <summary><c>xor eax, eax</c> and <c>sub eax, eax</c> are zero whatever eax was.</summary>
    static bool IsZeroIdiom(in Instruction instruction) => instruction.Mnemonic is Mnemonic.Xor or Mnemonic.Sub
        && instruction.Op0Kind == OpKind.Register && instruction.Op1Kind == OpKind.Register
        && instruction.Op0Register == instruction.Op1Register;

    static bool IsConditionalMove(Mnemonic mnemonic) => mnemonic is Mnemonic.Cmova or Mnemonic.Cmovae or Mnemonic.Cmovb
        or Mnemonic.Cmovbe or Mnemonic.Cmove or Mnemonic.Cmovg or Mnemonic.Cmovge or Mnemonic.Cmovl or Mnemonic.Cmovle
        or Mnemonic.Cmovne or Mnemonic.Cmovno or Mnemonic.Cmovnp or Mnemonic.Cmovns or Mnemonic.Cmovo or Mnemonic.Cmovp
        or Mnemonic.Cmovs;

    static bool IsSetOnCondition(Mnemonic mnemonic) => mnemonic is Mnemonic.Seta or Mnemonic.Setae or Mnemonic.Setb
        or Mnemonic.Setbe or Mnemonic.Sete or Mnemonic.Setg or Mnemonic.Setge or Mnemonic.Setl or Mnemonic.Setle
        or Mnemonic.Setne or Mnemonic.Setno or Mnemonic.Setnp or Mnemonic.Setns or Mnemonic.Seto or Mnemonic.Setp
        or Mnemonic.Sets;
}
