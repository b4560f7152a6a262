using System;
using System.Collections.Generic;
using System.Globalization;

namespace FastPaas.Runtime.Faults;

/// <summary>A fault as a user reads it.</summary>
static class FaultText
{
    /// <summary>All but none.</summary>
    public static IReadOnlyList<CFault> Kinds { get; } = Enum.GetValues<CFault>()[1..];

    /// <param name="address">Counted from the arena's first byte.</param>
    /// <param name="instruction">Counted from the first byte of the module's code.</param>
    /// <param name="place">In the source; null: not known.</param>
    public static string Of(CFault fault, long address, ulong instruction, string? place) => fault switch
    {
        CFault.Memory => $"it reaches for {Place(address)}, which isn't its memory, at {At(instruction, place)}",
        CFault.WildCall => $"it calls a pointer to no function, at {At(instruction, place)}",
        CFault.Division => $"it divides by zero, at {At(instruction, place)}",
        CFault.Illegal => $"it executes what this machine can't, at {At(instruction, place)}",
        CFault.Stack => $"its stack is full, at {At(instruction, place)}",
        CFault.Endless => $"it doesn't end within its budget, at {At(instruction, place)}",
        CFault.Abort => $"it ends itself, at {At(instruction, place)}",
        CFault.Verdict => "it gives a verdict that is no output's",
        CFault.Length => $"it makes a packet at {Place(address)} that leaves its buffer, or is no frame",
        _ => "nothing is wrong",
    };

    /// <summary>Of a module in C#.</summary>
    /// <param name="address">Of the process.</param>
    /// <param name="instruction">As the executable's symbols count; 0: not known.</param>
    public static string OfManaged(CFault fault, long address, ulong instruction)
    {
        string what = fault switch
        {
            CFault.Memory => $"it reaches for {Place(address)}, which isn't its memory",
            CFault.Division => "it divides by zero, or the quotient doesn't fit",
            CFault.Stack => "its stack is full",
            CFault.Endless => "it doesn't end within its budget",
            CFault.Index => "it reaches outside its array or packet, or asks what the library refuses",
            _ => "it executes what this machine can't",
        };
        return instruction == 0 ? what : $"{what}, at 0x{instruction.ToString("x", CultureInfo.InvariantCulture)}";
    }

    /// <summary>As a counter's name.</summary>
    public static string NameOf(CFault fault) => fault switch
    {
        CFault.Memory => "memory",
        CFault.WildCall => "wild_call",
        CFault.Division => "division",
        CFault.Illegal => "illegal_instruction",
        CFault.Stack => "stack",
        CFault.Endless => "endless",
        CFault.Abort => "abort",
        CFault.Verdict => "verdict",
        CFault.Length => "length",
        CFault.Index => "index",
        _ => "none",
    };

    static string At(ulong instruction, string? place) =>
        (place is null ? "" : place + ", ") + "code+0x" + instruction.ToString("x", CultureInfo.InvariantCulture);

    static string Place(long address) => address >= 0
        ? "0x" + address.ToString("x", CultureInfo.InvariantCulture)
        : "-0x" + (-address).ToString("x", CultureInfo.InvariantCulture);
}
