using System;
using Iced.Intel;

namespace FastPaas.Verify.Model;

/// <summary>MPX: of its instructions the two that compare with <c>bnd0</c>, and each of a whole general register alone. Nothing
/// that sets a bound is among them, so <c>bnd0</c> is what the gate made it. Intel SDM volume 2, BNDCL and BNDCU.</summary>
static class BoundsChecks
{
    const byte RepeatNot = 0xf2, Repeat = 0xf3, RexB = 0x41;

    public static bool IsOne(in Instruction instruction) => instruction.Mnemonic is Mnemonic.Bndcl or Mnemonic.Bndcu;

    /// <summary>Whether no other processor could read it differently: no prefix but those that it needs.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes) => bytes
        is [RepeatNot or Repeat, 0x0f, 0x1a, >= 0xc0 and <= 0xc7]
        or [RepeatNot or Repeat, RexB, 0x0f, 0x1a, >= 0xc0 and <= 0xc7];
}
