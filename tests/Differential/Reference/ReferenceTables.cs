using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Reference;

/// <summary>A walk over all routes.</summary>
sealed class ReferenceLpm(ModuleNode node) : ReferenceModule
{
    readonly (ReferencePrefix Prefix, int Length, int Output)[] routes = List(node, "routes").Select(item =>
    {
        ConfigValue prefix = Value(item.Items, "prefix");
        return (new ReferencePrefix(prefix), prefix.PrefixLength, Output(node, $"hop{Value(item.Items, "hop").Number}"));
    }).ToArray();
    readonly int miss = Output(node, "miss");

    public override int Process(byte[] packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet);
        int longest = -1, output = miss;
        foreach ((ReferencePrefix prefix, int length, int to) in routes)
        {
            // Of two for one prefix the last holds.
            if (length < longest || !ReferencePrefix.DestinationIn(prefix, headers)) continue;
            (longest, output) = (length, to);
        }

        return output;
    }
}

/// <summary>RFC 2697, section 3: tokens come one by one, to the committed bucket if it isn't full, else to the excess
/// bucket.</summary>
sealed class ReferencePolicer(ModuleNode node) : ReferenceModule
{
    // The clock of replay: a cycle is a nanosecond.
    const ulong CyclesPerSecond = 1_000_000_000;
    readonly int green = Output(node, "green"), yellow = Output(node, "yellow"), red = Output(node, "red");
    readonly bool isAware = Value(node.Config, "mode").Text == "aware";
    readonly BigInteger rate = Value(node.Config, "rate_bytes_per_second").Number;
    readonly BigInteger committedMax = Value(node.Config, "committed_burst_bytes").Number;
    readonly BigInteger excessMax = Value(node.Config, "excess_burst_bytes").Number;
    BigInteger? committed, excess;
    BigInteger cycles, given;
    ulong lastCycles;

    public override int Process(byte[] packet)
    {
        // A clock that goes back gives nothing, and counts on from there.
        if (NowCycles > lastCycles) cycles += NowCycles - lastCycles;
        lastCycles = NowCycles;
        BigInteger all = cycles * rate / CyclesPerSecond, more = all - given;
        given = all;
        committed ??= committedMax;
        excess ??= excessMax;
        BigInteger toCommitted = BigInteger.Min(more, committedMax - committed.Value);
        committed += toCommitted;
        excess = BigInteger.Min(excessMax, excess.Value + more - toCommitted);

        int before = isAware ? Precedence(ReferenceHeaders.Parse(packet)[HeaderField.IpDscp]) : 1;
        if (before == 1 && committed >= packet.Length)
        {
            committed -= packet.Length;
            return green;
        }

        if (before > 2 || excess < packet.Length) return red;
        excess -= packet.Length;
        return yellow;
    }

    /// <summary>RFC 2597, section 6: of AFxy the y; else 1.</summary>
    static int Precedence(System.UInt128? dscp)
    {
        foreach (int x in new[] { 1, 2, 3, 4 })
            foreach (int y in new[] { 1, 2, 3 })
                if (dscp == (System.UInt128)(8 * x + 2 * y)) return y;
        return 1;
    }
}

/// <summary>Which flows it knows; what it counts of them no packet shows.</summary>
sealed class ReferenceFlowCounter(ModuleNode node) : ReferenceModule
{
    static readonly HeaderField[] fields =
        [HeaderField.IpSrc, HeaderField.IpDst, HeaderField.Ip6Src, HeaderField.Ip6Dst, HeaderField.IpProto, HeaderField.L4Src,
         HeaderField.L4Dst];
    readonly int tracked = Output(node, "tracked"), untracked = Output(node, "untracked");
    readonly int flowsMax = (int)Value(node.Config, "flows_max").Number;
    readonly HashSet<string> ip4 = [], ip6 = [];

    public override int Process(byte[] packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet);
        if (!headers.HasIp4 && !headers.HasIp6) return untracked;
        HashSet<string> flows = headers.HasIp4 ? ip4 : ip6;
        string flow = string.Join(' ', fields.Select(field => headers[field] ?? 0));
        if (flows.Count < flowsMax) flows.Add(flow);
        return flows.Contains(flow) ? tracked : untracked;
    }
}

/// <summary>RFC 1812, 5.2.2.</summary>
sealed class ReferenceIpCheck(ModuleNode node) : ReferenceModule
{
    readonly int ok = Output(node, "ok"), bad = Output(node, "bad");

    public override int Process(byte[] packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet);
        if (headers[HeaderField.IpOffset] is not { } at) return bad;
        int l3 = (int)at;
        if (headers.HasIp6) return l3 + 40 + Word(packet, l3 + 4) <= packet.Length ? ok : bad;
        int sum = Enumerable.Range(0, (packet[l3] & 15) * 2).Sum(word => Word(packet, l3 + 2 * word));
        return sum % 0xffff == 0 && l3 + Word(packet, l3 + 2) <= packet.Length ? ok : bad;
    }
}

sealed class ReferenceSetMac(ModuleNode node) : ReferenceModule
{
    readonly ulong source = Value(node.Config, "source").Number, destination = Value(node.Config, "destination").Number;

    public override int Process(byte[] packet)
    {
        for (int i = 0; i < 6; i++)
        {
            packet[i] = (byte)(destination >> (40 - 8 * i));
            packet[6 + i] = (byte)(source >> (40 - 8 * i));
        }

        return 0;
    }
}
