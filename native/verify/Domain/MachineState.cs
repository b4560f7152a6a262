using System;
using Iced.Intel;

namespace FastPaas.Verify.Domain;

/// <summary>What is known before an instruction: sixteen registers, and the frame's memory. Nothing of vector registers and
/// flags: no address depends on them.</summary>
sealed class MachineState
{
    public const int RegisterCount = 16;

    readonly Value[] registers;

    MachineState(Value[] registers, Slots slots)
    {
        this.registers = registers;
        Slots = slots;
    }

    public Slots Slots { get; set; }

    public Value this[Register register]
    {
        get => registers[Index(register)];
        set => registers[Index(register)] = value;
    }

    public Value StackPointer
    {
        get => this[Register.RSP];
        set => this[Register.RSP] = value;
    }

    /// <summary>A caller promises nothing; what a callee must give back is known by where it was.</summary>
    public static MachineState AtEntry(Reach reach)
    {
        var registers = new Value[RegisterCount];
        Array.Fill(registers, Value.Unknown);
        var state = new MachineState(registers, Slots.None);
        foreach (Register saved in CalleeSaved) state[saved] = AtEntry(saved, reach);
        state.StackPointer = Value.Of(Origin.Frame, 0);
        return state;
    }

    /// <summary>Of a register that a callee must give back.</summary>
    public static Value AtEntry(Register saved, Reach reach) => saved == Register.R13 && reach.HasBase()
        ? Value.ArenaBase : Value.Of(Origin.Entry, Index(saved));

    /// <summary>System V ABI for x86-64, 3.2.1; <c>rsp</c> is judged by itself.</summary>
    public static ReadOnlySpan<Register> CalleeSaved =>
        [Register.RBX, Register.RBP, Register.R12, Register.R13, Register.R14, Register.R15];

    public MachineState Clone() => new([.. registers], Slots);

    /// <summary>Null where <paramref name="other"/> says nothing that this one doesn't allow.</summary>
    /// <param name="isWidening">A bound that moves moves far.</param>
    public MachineState? Join(MachineState other, bool isWidening)
    {
        Func<Value, Value, Value> join = isWidening ? static (a, b) => a.Widen(b) : static (a, b) => a.Join(b);
        var joined = new Value[RegisterCount];
        for (int i = 0; i < RegisterCount; i++) joined[i] = join(registers[i], other.registers[i]);
        Slots slots = Slots.Join(other.Slots, join);
        bool isSame = ReferenceEquals(slots, Slots) && joined.AsSpan().SequenceEqual(registers);
        return isSame ? null : new MachineState(joined, slots);
    }

    public static int Index(Register register)
    {
        int index = register.GetFullRegister() - Register.RAX;
        return (uint)index < RegisterCount ? index : throw new ArgumentOutOfRangeException(nameof(register));
    }
}
