using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastPaas.Build.ModuleKit;

/// <summary>What native/kit's <c>run</c> prints.</summary>
/// <param name="Snapped">Shorter in the capture than they were.</param>
/// <param name="Runts">Left out: shorter than an Ethernet header.</param>
sealed record KitResult(long Packets, long Snapped, long Runts, IReadOnlyList<KitVariant> Variants)
{
    static readonly JsonSerializerOptions options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static T Parse<T>(IEnumerable<string> lines) =>
        JsonSerializer.Deserialize<T>(string.Join('\n', lines), options)!;
}

/// <param name="Refusal">Of <c>init</c>; null: it didn't refuse.</param>
/// <param name="Hash">Of all that was answered; null: it didn't see the capture.</param>
/// <param name="Instructions">A packet; null: not counted.</param>
sealed record KitVariant(
    string? Refusal, KitFault? Fault, IReadOnlyList<long>? Verdicts, long BadVerdicts, long BadLengths, string? Hash,
    double? Instructions);

/// <param name="Kind">FP_FAULT_* of native/module/fp_gate.h.</param>
/// <param name="Address">Counted from the arena's first byte.</param>
/// <param name="Code">Counted from the variant's first instruction.</param>
/// <param name="FirstPacket">Of the burst, counted from 1; 0: of <c>init</c>.</param>
/// <param name="File">As the compiler calls it: <c>modules/name/name.c</c>; null: not known.</param>
sealed record KitFault(int Kind, long Address, ulong Code, long FirstPacket, int Packets, string? File, int Line, int Column)
{
    /// <summary>As docs/protection.md tells of faults.</summary>
    [JsonIgnore]
    public string Text => Kind switch
    {
        1 => $"it reaches for {(Address < 0 ? "-" : "")}0x{System.Math.Abs(Address):x}, which isn't its memory",
        2 => "it calls a pointer to no function",
        3 => "it divides by zero",
        4 => "it executes what this machine can't",
        5 => "its stack is full",
        6 => "it doesn't end within its budget of 1 ms",
        _ => "it ends itself",
    };

    [JsonIgnore]
    public string Where => FirstPacket == 0 ? "init"
        : Packets == 1 ? $"packet {FirstPacket}" : $"one of the packets {FirstPacket} to {FirstPacket + Packets - 1}";
}
