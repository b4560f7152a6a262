using System.Globalization;

namespace FastPaas.Verify;

/// <summary>Why code isn't accepted. The numbers are what users and the corpus see; none is used again for something
/// else.</summary>
public enum RefusalId
{
    NoCode = 1,
    NoEntry = 2,
    EntryNotAnInstruction = 3,
    NotAnInstruction = 4,
    InstructionNotAllowed = 5,
    FormNotAllowed = 6,
    Prefix = 7,
    MemoryOutsideAnySegment = 8,
    ArenaNotProved = 9,
    OutsideFrame = 10,
    CallersFrame = 11,
    NotAConstant = 12,
    StackPointerWritten = 13,
    FrameTooLarge = 14,
    TargetNotAnInstruction = 15,
    TailCall = 16,
    IndirectBranch = 17,
    ReturnWithFrame = 18,
    CalleeSavedLost = 19,
    FallsThrough = 20,
    StackPointerUnknown = 21,
    TooComplex = 22,
    WritableCode = 23,
    WritableConstants = 24,
    MalformedFile = 25,
    HeldOutside = 26,
    Descriptor = 27,
    ArenaNotPassed = 28,
}

/// <summary>One thing that the verifier can't accept.</summary>
/// <param name="Function">Where the function around it begins; 0: not known.</param>
/// <param name="Instruction">Its text, in Intel's syntax; empty: it isn't about one.</param>
/// <param name="Why">A clause: "rax isn't bounded".</param>
public sealed record Refusal(RefusalId Id, ulong Address, ulong Function, string Instruction, string Why)
{
    /// <summary>VF0009.</summary>
    public string Code => "VF" + ((int)Id).ToString("0000", CultureInfo.InvariantCulture);

    public override string ToString() => Instruction.Length == 0
        ? $"{Code} at 0x{Address:x}: {Why}"
        : $"{Code} at 0x{Address:x}: `{Instruction}`: {Why}";
}
