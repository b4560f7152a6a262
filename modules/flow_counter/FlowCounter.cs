using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Packets and bytes of each flow, in a table of each lcore's own that never grows and forgets nothing.</summary>
[Module("flow_counter")]
public static class FlowCounter
{
    public struct State
    {
        internal FlowTable4 Ip4;
        internal FlowTable6 Ip6;
    }

    public static void Init(FlowCounterConfig config, ModuleHeap heap, ref State state)
    {
        state.Ip4 = new FlowTable4((int)config.FlowsMax, heap);
        state.Ip6 = new FlowTable6((int)config.FlowsMax, heap);
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask tracked, out LaneMask untracked)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask ip4 = lanes & headers.Ip4, ip6 = lanes & headers.Ip6;
        LaneMask found = default;
        if (!ip4.IsEmpty) found = state.Ip4.Count(burst, ip4);
        if (!ip6.IsEmpty) found |= state.Ip6.Count(burst, ip6);
        tracked = found;
        untracked = lanes - found;
    }
}

/// <summary>What both tables share: half empty at their fullest, so that a search ends after few steps; and it ends after
/// <see cref="ProbesMax"/> anyway.</summary>
static class FlowProbe
{
    public const int ProbesMax = 32;

    public static int Slots(int flowsMax) => (int)BitOperations.RoundUpToPowerOf2((uint)flowsMax * 2);

    /// <summary>Ports, protocol and a bit that no empty slot has. Ports that can't be seen (a fragment) are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Ports(LaneView packet, LaneMask hasPorts)
    {
        ulong ports = (ulong)packet.L4Src << 48 | (ulong)packet.L4Dst << 32;
        return (ports & (0 - packet.IsIn(hasPorts))) | (uint)packet.IpProto << 8 | 1;
    }
}
