namespace FastPaas.Modules;

/// <summary>The single rate three colour marker of RFC 2697, one for the node on all lcores together.</summary>
[Module("policer")]
public static class Policer
{
    public struct State
    {
        internal RateClock Clock;
        internal Meter Meter;
        internal bool IsAware;
    }

    public static void Init(PolicerConfig config, ModuleHeap heap, ref State state)
    {
        ulong bothBytesMax = (ulong)config.CommittedBurstBytes + config.ExcessBurstBytes;
        state.Clock = new RateClock(config.RateBytesPerSecond, heap.CyclesPerSecond, bothBytesMax);
        state.Meter = new Meter(config.CommittedBurstBytes, config.ExcessBurstBytes, heap);
        state.IsAware = config.Mode == PolicerConfig.ModeValue.Aware;
    }

    public static void Process(
        Burst burst, LaneMask lanes, ref State state, out LaneMask green, out LaneMask yellow, out LaneMask red)
    {
        ulong given = state.Clock.Advance(burst.NowCycles);
        LaneMask yellowBefore = default, redBefore = default;
        if (state.IsAware) Colours(burst.Headers, lanes, out yellowBefore, out redBefore);
        ulong bytes = burst.Length(lanes);
        yellow = red = default;
        while (true)
        {
            Meter.Balance balance = state.Meter.Look(given);
            if (bytes <= balance.Committed & (yellowBefore | redBefore).IsEmpty)
            {
                green = lanes;
                if (state.Meter.TryTake(balance, bytes, 0)) return;
                continue;
            }
            Mark(burst, lanes - redBefore, yellowBefore, ref balance, out green, out yellow, out ulong greenBytes,
                out ulong yellowBytes);
            red = lanes - green - yellow;
            if (state.Meter.TryTake(balance, greenBytes, yellowBytes)) return;
        }
    }

    /// <summary>RFC 2697 section 4, packet by packet.</summary>
    static void Mark(
        Burst burst, LaneMask lanes, LaneMask yellowBefore, ref Meter.Balance balance, out LaneMask green, out LaneMask yellow,
        out ulong greenBytes, out ulong yellowBytes)
    {
        green = yellow = default;
        greenBytes = yellowBytes = 0;
        foreach (int lane in lanes)
        {
            ulong length = burst.Length(lane);
            if (length <= balance.Committed - greenBytes && !yellowBefore.Contains(lane))
            {
                green |= LaneMask.Of(lane);
                greenBytes += length;
            }
            else if (length <= balance.Excess - yellowBytes)
            {
                yellow |= LaneMask.Of(lane);
                yellowBytes += length;
            }
        }
    }

    /// <summary>The drop precedence of assured forwarding, RFC 2597 section 6: AFx1 comes green, AFx2 yellow, AFx3 red. All else,
    /// frames without an IP header too, comes green.</summary>
    static void Colours(ParsedHeaders headers, LaneMask lanes, out LaneMask yellow, out LaneMask red)
    {
        yellow = red = default;
        foreach (int lane in lanes & headers.Ip)
        {
            int dscp = headers.IpDscp(lane);
            bool isAssured = dscp is >= 8 and < 40 && (dscp & 1) == 0;
            yellow |= LaneMask.Of(lane, isAssured & (dscp & 6) == 4);
            red |= LaneMask.Of(lane, isAssured & (dscp & 6) == 6);
        }
    }
}
