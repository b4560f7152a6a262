using FastPaas.Verify.Domain;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>Results in registers that no operand names: <c>rax</c> and <c>rdx</c>, and the second of an exchange.</summary>
static class Implicit
{
    /// <summary>For <c>rax</c> and <c>rdx</c>, or an exchange's two registers; null: none, or nothing is known of them.</summary>
    public static (Value First, Value Second)? Results(in Instruction instruction, MachineState state, Place place)
    {
        Value rax = state[Register.RAX], rdx = state[Register.RDX];
        Interval low = rax.AsInterval.Truncate(32);
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Xchg when IsWholeExchange(instruction):
                return (state[instruction.Op1Register], state[instruction.Op0Register]);
            case Mnemonic.Cdqe: return (Value.Number(low.SignExtend(32)), rdx);
            case Mnemonic.Cwde: return (Value.Number(rax.AsInterval.Truncate(16).SignExtend(16).Truncate(32)), rdx);
            case Mnemonic.Cdq: return (rax, Value.Number(Interval.Full(32)));
            case Mnemonic.Cqo: return (rax, Value.Number(new Interval(-1, 0)));
            case Mnemonic.Mul or Mnemonic.Imul or Mnemonic.Idiv or Mnemonic.Div
                when instruction.OpCount == 1 && Operands.Bits(instruction, 0) >= 32:
                return Product(instruction, state, place);
            default: return null;
        }
    }

    /// <summary>Behind <see cref="Results"/>, with what it gave.</summary>
    public static void Write(in Instruction instruction, MachineState state, Value first, Value second)
    {
        bool isExchange = instruction.Mnemonic == Mnemonic.Xchg;
        state[isExchange ? instruction.Op0Register : Register.RAX] = first;
        state[isExchange ? instruction.Op1Register : Register.RDX] = second;
    }

    static bool IsWholeExchange(in Instruction instruction) => instruction.Op0Kind == OpKind.Register
        && instruction.Op1Kind == OpKind.Register && instruction.Op0Register.IsGPR64()
        && instruction.Op0Register != Register.RSP && instruction.Op1Register != Register.RSP;

    static (Value, Value) Product(in Instruction instruction, MachineState state, Place place)
    {
        int bits = Operands.Bits(instruction, 0);
        Value any = Value.Number(Interval.Full(bits));
        if (instruction.Mnemonic != Mnemonic.Div) return (any, any);
        Interval divisor = Operands.Read(instruction, 0, bits, state, place).AsInterval;
        Interval low = state[Register.RAX].AsInterval.Truncate(bits), high = state[Register.RDX].AsInterval.Truncate(bits);
        return (Value.Number(Arithmetic.Quotient(high, low, divisor, bits)),
            Value.Number(Arithmetic.Remainder(high, divisor, bits)));
    }
}
