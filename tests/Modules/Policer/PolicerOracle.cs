using System.Collections.Generic;
using System.Numerics;

namespace FastPaas.Modules.Tests;

/// <summary>RFC 2697, section 3 as it is written: tokens come one by one, CIR times per second, to Tc if it isn't full, else to
/// Te if that isn't. In big integers, with the time since the start.</summary>
sealed class PolicerOracle(PolicerConfig config, ulong cyclesPerSecond)
{
    BigInteger committed = config.CommittedBurstBytes, excess = config.ExcessBurstBytes;
    BigInteger cycles, tokens;
    ulong lastCycles;

    public int[] Colour(IReadOnlyList<PolicerPacket> packets, ulong lanes, ulong nowCycles)
    {
        // A clock that goes back has no time gone by, but what follows is counted from there.
        if (nowCycles >= lastCycles) cycles += nowCycles - lastCycles;
        lastCycles = nowCycles;
        BigInteger all = cycles * config.RateBytesPerSecond / cyclesPerSecond;
        Add(all - tokens);
        tokens = all;
        int[] colours = new int[64];
        for (int lane = 0; lane < 64; lane++)
            colours[lane] = (lanes >> lane & 1) == 0 ? -1 : Colour(packets[lane]);
        return colours;
    }

    void Add(BigInteger given)
    {
        BigInteger toCommitted = BigInteger.Min(given, config.CommittedBurstBytes - committed);
        committed += toCommitted;
        excess = BigInteger.Min(config.ExcessBurstBytes, excess + given - toCommitted);
    }

    int Colour(PolicerPacket packet)
    {
        int before = config.Mode == PolicerConfig.ModeValue.Aware ? Precedence(packet.Dscp) : 0;
        if (before == 0 && committed >= packet.Length)
        {
            committed -= packet.Length;
            return 0;
        }
        if (before > 1 || excess < packet.Length) return 2;
        excess -= packet.Length;
        return 1;
    }

    /// <summary>RFC 2597 section 6: the twelve codepoints by name.</summary>
    static int Precedence(byte? dscp) => dscp switch
    {
        0b001100 or 0b010100 or 0b011100 or 0b100100 => 1,
        0b001110 or 0b010110 or 0b011110 or 0b100110 => 2,
        _ => 0,
    };
}
