using System;

namespace FastPaas.Modules;

/// <summary>Sets the DSCP of IPv4 packets; ECN stays.</summary>
[Module("dscp")]
public static class Dscp
{
    public struct State
    {
        public NativeArray<bool> Keeps;
        public byte Value;
    }

    public static void Init(DscpConfig config, ModuleHeap heap, ref State state)
    {
        state.Keeps = heap.Allocate<bool>(64);
        foreach (NumberRange range in config.Keep) state.Keeps.Span[(int)range.First..((int)range.Last + 1)].Fill(true);
        if (state.Keeps[config.Dscp]) throw new ModuleConfigurationException($"dscp {config.Dscp} is also in keep.");
        state.Value = config.Dscp;
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask marked, out LaneMask other)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask changing = default;
        foreach (int lane in lanes & headers.Ip4) changing |= LaneMask.Of(lane, !state.Keeps[headers.IpDscp(lane)]);
        foreach (int lane in changing)
        {
            ref Ip4Header header = ref burst.Ip4(lane);
            ushort before = (ushort)(header.VersionAndLength << 8 | header.DscpAndEcn);
            header.DscpAndEcn = (byte)(state.Value << 2 | (header.DscpAndEcn & 3));
            ushort after = (ushort)(header.VersionAndLength << 8 | header.DscpAndEcn);
            header.Checksum = Updated(header.Checksum, before, after);
        }

        marked = changing;
        other = lanes - changing;
    }

    /// <summary>RFC 1624, equation 3.</summary>
    static ushort Updated(ushort checksum, ushort before, ushort after)
    {
        uint sum = (uint)(ushort)~checksum + (ushort)~before + after;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
