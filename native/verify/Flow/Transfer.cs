using System;
using FastPaas.Verify.Domain;
using FastPaas.Verify.Model;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>What an instruction does to what is known. First everything that it writes, as Iced lists it, becomes unknown; then
/// the model puts back what it can prove. So an instruction that the model doesn't know better loses bounds, and never invents
/// one.</summary>
/// <param name="calleeArgumentBytes">Of the function that begins at an index.</param>
sealed class Transfer(
    CodeMap code, FunctionFacts facts, ArenaNumbers numbers, ModuleCode module, Func<int, long> calleeArgumentBytes)
{
    const string Unfollowed = "it writes rsp in a way that can't be followed";

    readonly Addresses addresses = new(numbers, module, facts);

    bool isLost;

    public Reach Reach => module.Reach;

    /// <summary>null while the analysis runs: what isn't proved yet may be later.</summary>
    public RefusalList? Refusals { get; set; }

    /// <summary>Counted while there are refusals to be made.</summary>
    public int ArenaAccesses { get; private set; }

    /// <inheritdoc cref="ArenaAccesses"/>
    public int StackAccesses { get; private set; }

    /// <inheritdoc cref="ArenaAccesses"/>
    public int ConstantLoads { get; private set; }

    public void Step(in Instruction instruction, MachineState state)
    {
        if (!state.StackPointer.IsStack && !isLost)
            Lose(RefusalId.StackPointerUnknown, instruction, "where rsp points isn't known");
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Push: Push(instruction, state); break;
            case Mnemonic.Pop: Pop(instruction, state); break;
            case Mnemonic.Call: Call(instruction, state); break;
            case Mnemonic.Ret: Return(instruction, state); break;
            case Mnemonic.Int3:
                Refusals?.Add(RefusalId.FormNotAllowed, instruction, "it only fills; nothing may reach it");
                break;
            case Mnemonic.Bndcu: Check(instruction.Op1Register, state); break;
            default: Compute(instruction, state); break;
        }
    }

    /// <summary>A jump to another function: it returns to this one's caller.</summary>
    public void TailCall(in Instruction jump, MachineState state)
    {
        if (state.StackPointer != Value.Of(Origin.Frame, 0))
            Refusals?.Add(RefusalId.TailCall, jump, "it leaves the function while its frame is there");
        else if (LostRegister(state) is { } lost)
            Refusals?.Add(RefusalId.TailCall, jump, $"it leaves the function, and {lost} isn't the caller's again");
        facts.Take(calleeArgumentBytes(code.IndexOf(jump.NearBranchTarget)));
    }

    /// <summary>Behind <c>bndcu</c> a register is no more than <c>bnd0</c>'s upper bound, which is the arena's last byte; else it
    /// has trapped. <c>bndcl</c> adds nothing that confinement needs.</summary>
    void Check(Register compared, MachineState state)
    {
        if (state[compared] is not { Origin: Origin.Number, Interval: var known }) return;
        Interval inArena = new(0, numbers.ArenaBytes - 1);
        // Of a way that always ends here all is true.
        state[compared] = Value.Number(known.Meet(inArena) ?? inArena);
    }

    void Compute(in Instruction instruction, MachineState state)
    {
        InstructionInfo info = code.Info(instruction);
        Place place = FindPlace(instruction, info, state);
        bool writesRegister = instruction.OpCount > 0 && instruction.Op0Kind == OpKind.Register
            && instruction.Op0Register.IsGPR() && Writes(info.Op0Access);
        Value? result = writesRegister ? FirstOperand(instruction, info, state, place) : null;
        (Value, Value)? both = Implicit.Results(instruction, state, place);
        bool isStackPointer = writesRegister && instruction.Op0Register == Register.RSP;
        if (isStackPointer && instruction.Mnemonic == Mnemonic.And) result = Align(instruction, state);
        Forget(instruction, info, state, isStackPointer);
        if (place.Kind == PlaceKind.Stack && Writes(info.GetOpAccess(InstructionModel.MemoryOperand(instruction))))
            Store(instruction, state, place);
        if (result is { } value) state[instruction.Op0Register] = value;
        if (both is var (first, second)) Implicit.Write(instruction, state, first, second);
        if (isStackPointer) CheckStackPointer(instruction, state);
    }

    Place FindPlace(in Instruction instruction, in InstructionInfo info, MachineState state)
    {
        int operand = InstructionModel.MemoryOperand(instruction);
        bool isAccess = operand >= 0 && instruction.Mnemonic is not (Mnemonic.Lea or Mnemonic.Nop or Mnemonic.Ud1);
        if (instruction.Mnemonic == Mnemonic.Lea && instruction.MemoryBase == Register.RIP)
            Refusals?.Add(RefusalId.NotAConstant, instruction, "it takes an address of the host's");
        if (!isAccess) return default;
        bool isRead = !Writes(info.GetOpAccess(operand)) && !InstructionModel.IsPrefetch(instruction);
        Place place = addresses.Find(instruction, isRead, state, Refusals);
        if (Refusals is null) return place;
        if (place.Kind == PlaceKind.Arena) ArenaAccesses++;
        if (place.Kind == PlaceKind.Stack) StackAccesses++;
        if (place.Kind == PlaceKind.Constant) ConstantLoads++;
        return place;
    }

    /// <summary>The first operand's register as a whole, after a write that surely happens; else unknown.</summary>
    static Value FirstOperand(in Instruction instruction, in InstructionInfo info, MachineState state, Place place)
    {
        // Two results, of which both may be parts of one register.
        if (instruction.Mnemonic is Mnemonic.Xchg or Mnemonic.Xadd) return Value.Unknown;
        int bits = instruction.Op0Register.GetSize() * 8;
        Value? result = Results.Of(instruction, bits, state, place);
        if (result is null && info.Op0Access is not (OpAccess.Write or OpAccess.ReadWrite)) return Value.Unknown;
        // A bit scan of zero leaves its register, or not: the makers disagree.
        if (instruction.Mnemonic is Mnemonic.Bsf or Mnemonic.Bsr) return Value.Unknown;
        return Operands.Written(
            instruction.Op0Register, state[instruction.Op0Register], result ?? Value.Number(Interval.Full(bits)));
    }

    void Forget(in Instruction instruction, in InstructionInfo info, MachineState state, bool isStackPointer)
    {
        foreach (UsedRegister used in info.GetUsedRegisters())
        {
            if (!used.Register.IsGPR() || !Writes(used.Access)) continue;
            if (used.Register.GetFullRegister() == Register.RSP && !isStackPointer)
                Lose(RefusalId.StackPointerWritten, instruction, Unfollowed);
            state[used.Register] = Value.Unknown;
        }
    }

    void Store(in Instruction instruction, MachineState state, Place place)
    {
        Value? value = !place.Offset.IsOne ? null : instruction.Mnemonic switch
        {
            Mnemonic.Mov => Operands.Read(instruction, 1, place.Bytes * 8, state, place),
            Mnemonic.Add or Mnemonic.Sub => Results.Of(instruction, place.Bytes * 8, state, place),
            _ => null,
        };
        long reach = place.Offset.High - place.Offset.Low + place.Bytes;
        state.Slots = value is not null
            ? state.Slots.Write(place.Origin, place.Offset.Low, place.Bytes, value)
            : state.Slots.Forget(place.Origin, place.Offset.Low, reach);
    }

    void CheckStackPointer(in Instruction instruction, MachineState state)
    {
        Value pointer = state.StackPointer;
        bool isModelled = instruction.Mnemonic is Mnemonic.Mov or Mnemonic.Lea or Mnemonic.Add or Mnemonic.Sub or Mnemonic.And;
        if (!isModelled || !pointer.IsStack)
        {
            Lose(RefusalId.StackPointerWritten, instruction, Unfollowed);
            state.StackPointer = Value.Unknown;
            return;
        }
        CheckDepth(instruction, pointer);
        state.Slots = state.Slots.Above(pointer);
    }

    void CheckDepth(in Instruction instruction, Value pointer)
    {
        long deepest = pointer.Origin == Origin.Aligned ? facts.AlignedLow + pointer.Offset : pointer.Offset;
        if (pointer.Offset > 0)
            Refusals?.Add(RefusalId.CallersFrame, instruction, "rsp rises over the return address, or may");
        if (-deepest > numbers.FrameBytesMax)
            Refusals?.Add(RefusalId.FrameTooLarge, instruction,
                $"the frame has {-deepest} bytes; {numbers.FrameBytesMax} are the most, so that it can't reach over the guard");
        if (pointer.Origin == Origin.Frame && facts.Alignment is { } aligned && pointer.Offset < aligned.Offset)
            Refusals?.Add(RefusalId.OutsideFrame, instruction, "the aligned part of the frame lies there");
    }

    Value Align(in Instruction instruction, MachineState state)
    {
        if (instruction.Op1Kind is OpKind.Register or OpKind.Memory || state.StackPointer.Origin != Origin.Frame)
            return Value.Unknown;
        long bytes = -(long)instruction.GetImmediate(1);
        if (bytes <= 0 || bytes > numbers.FrameBytesMax || !long.IsPow2(bytes)) return Value.Unknown;
        (long, long) wanted = (state.StackPointer.Offset, bytes);
        facts.Alignment ??= wanted;
        return facts.Alignment == wanted ? Value.Of(Origin.Aligned, 0) : Value.Unknown;
    }

    void Push(in Instruction instruction, MachineState state)
    {
        // Its address is made before rsp moves. Intel SDM volume 2, PUSH.
        Place place = FindPlace(instruction, code.Info(instruction), state);
        bool isImmediate = instruction.Op0Kind is not (OpKind.Register or OpKind.Memory);
        Value value = isImmediate ? Value.Number(Interval.Only((long)instruction.GetImmediate(0)))
            : Operands.Read(instruction, 0, 64, state, place);
        if (!Move(instruction, state, -8)) return;
        state.Slots = state.Slots.Write(state.StackPointer.Origin, state.StackPointer.Offset, 8, value);
    }

    void Pop(in Instruction instruction, MachineState state)
    {
        if (instruction.Op0Register == Register.RSP)
        {
            Lose(RefusalId.StackPointerWritten, instruction, Unfollowed);
            state.StackPointer = Value.Unknown;
            return;
        }
        Value value = state.StackPointer is { IsStack: true } pointer
            ? state.Slots.Read(pointer.Origin, pointer.Offset, 8) ?? Value.Unknown : Value.Unknown;
        state[instruction.Op0Register] = value;
        Move(instruction, state, 8);
    }

    /// <returns>False: it isn't known where to.</returns>
    bool Move(in Instruction instruction, MachineState state, long bytes)
    {
        state.StackPointer = state.StackPointer.Plus(Interval.Only(bytes));
        if (!state.StackPointer.IsStack) return false;
        CheckDepth(instruction, state.StackPointer);
        state.Slots = state.Slots.Above(state.StackPointer);
        return true;
    }

    /// <summary>The callee gives back what the ABI says: each function is held to that at its every return.</summary>
    void Call(in Instruction instruction, MachineState state)
    {
        Value pointer = state.StackPointer;
        if (pointer.IsStack)
        {
            CheckDepth(instruction, pointer.Plus(Interval.Only(-8)));
            long arguments = calleeArgumentBytes(code.IndexOf(instruction.NearBranchTarget));
            if (pointer.Offset + arguments > 0)
                Refusals?.Add(RefusalId.CallersFrame, instruction,
                    $"the callee uses {arguments} bytes of its caller's frame, which hasn't got them");
            state.Slots = state.Slots.Forget(pointer.Origin, pointer.Offset, arguments);
        }
        if (Reach.HasBase() && state[Register.R13] != Value.ArenaBase)
            Refusals?.Add(RefusalId.ArenaNotPassed, instruction, "r13 isn't the arena's address, which the callee counts on");
        foreach (Register register in CallerSaved) state[register] = Value.Unknown;
    }

    void Return(in Instruction instruction, MachineState state)
    {
        if (state.StackPointer.IsStack && state.StackPointer != Value.Of(Origin.Frame, 0))
            Refusals?.Add(RefusalId.ReturnWithFrame, instruction, "rsp isn't where it was when the function was entered");
        if (LostRegister(state) is { } lost)
            Refusals?.Add(RefusalId.CalleeSavedLost, instruction, $"{lost} isn't the caller's again");
    }

    /// <summary>Once a function: all that follows is the same mistake.</summary>
    void Lose(RefusalId id, in Instruction instruction, string why)
    {
        if (Refusals is null) return;
        Refusals.Add(id, instruction, why);
        isLost = true;
    }

    string? LostRegister(MachineState state)
    {
        foreach (Register saved in MachineState.CalleeSaved)
            if (state[saved] != MachineState.AtEntry(saved, Reach)) return saved.ToString().ToLowerInvariant();
        return null;
    }

    /// <summary>System V ABI for x86-64, 3.2.1.</summary>
    static ReadOnlySpan<Register> CallerSaved =>
    [
        Register.RAX, Register.RCX, Register.RDX, Register.RSI, Register.RDI, Register.R8, Register.R9, Register.R10,
        Register.R11,
    ];

    static bool Writes(OpAccess access) => access is OpAccess.Write or OpAccess.CondWrite or OpAccess.ReadWrite
        or OpAccess.ReadCondWrite;
}
