using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace FastPaas.Verify;

/// <summary>That these bytes were accepted.</summary>
/// <param name="Sha256">Of the section, in lower-case hexadecimal.</param>
public sealed record Certificate(ulong Bytes, string Sha256)
{
    public static Certificate Of(ReadOnlySpan<byte> text) =>
        new((ulong)text.Length, Convert.ToHexStringLower(SHA256.HashData(text)));

    /// <summary>For the host, before it calls the module: the bytes that are mapped are those that were verified.</summary>
    public bool Covers(ReadOnlySpan<byte> mapped) => this == Of(mapped);
}

/// <param name="Certificate">null: refused.</param>
/// <param name="Address">Of the section.</param>
/// <param name="Refusals">In the order of addresses, the first <see cref="Verifier.RefusalsMax"/>.</param>
/// <param name="ArenaAccesses">Instructions that read or write the arena.</param>
/// <param name="StackAccesses">That read or write the machine stack, pushes and calls not counted.</param>
/// <param name="ConstantLoads">That read the module's constants.</param>
public sealed record VerifyReport(
    Certificate? Certificate, IReadOnlyList<Refusal> Refusals, int Instructions, int Functions, int ArenaAccesses,
    int StackAccesses, int ConstantLoads, ulong Address = 0)
{
    public bool IsAccepted => Certificate is not null;
}
