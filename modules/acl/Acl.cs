using System.Collections.Generic;

namespace FastPaas.Modules;

/// <summary>A packet filter: the first rule that matches decides. README.md defines fragments, hidden protocols and other
/// frames.</summary>
[Module("acl")]
public static class Acl
{
    const byte Tcp = 6;
    const byte Udp = 17;
    /// <summary>Beyond the numbers of the wire: what a packet has instead of a protocol or a port that the host can't
    /// see.</summary>
    const uint HiddenProto = 256;
    const uint NoPort = 65_536;
    const uint HiddenPort = 65_537;

    public struct State
    {
        internal RuleTable Rules;
        internal bool OtherPermits;
    }

    public static void Init(AclConfig config, ModuleHeap heap, ref State state)
    {
        List<NumericRule> rules = [];
        foreach (AclConfig.RulesItem rule in config.Rules) rules.Add(Numeric(rule, rules.Count + 1));
        state.Rules = new RuleTableBuilder(rules).Build(heap, config.Default == AclConfig.DefaultValue.Permit);
        state.OtherPermits = config.Other == AclConfig.OtherValue.Permit;
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask permit, out LaneMask deny)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask ports = headers.TcpOrUdp;
        LaneMask permitted = default;
        LaneMask ip4 = lanes & headers.Ip4;
        foreach (int lane in ip4)
        {
            int src = state.Rules.Ip4Src.Find(headers.IpSrc(lane), state.Rules.SummaryCount);
            int dst = state.Rules.Ip4Dst.Find(headers.IpDst(lane), state.Rules.SummaryCount);
            uint proto = headers.IpProto(lane);
            permitted |= LaneMask.Of(lane, Permit(headers, ref state.Rules, lane, src, dst, proto, ports.Contains(lane)));
        }
        LaneMask ip6 = lanes & headers.Ip6;
        foreach (int lane in ip6)
        {
            int src = state.Rules.Ip6Src.Find(headers.Ip6Src(lane), state.Rules.SummaryCount);
            int dst = state.Rules.Ip6Dst.Find(headers.Ip6Dst(lane), state.Rules.SummaryCount);
            uint proto = Ip6Proto(headers.IpProto(lane));
            permitted |= LaneMask.Of(lane, Permit(headers, ref state.Rules, lane, src, dst, proto, ports.Contains(lane)));
        }
        LaneMask other = lanes - ip4 - ip6;
        if (state.OtherPermits & !other.IsEmpty)
            permitted |= other - headers.EthTypeIs(EtherType.Ip4) - headers.EthTypeIs(EtherType.Ip6);
        permit = permitted;
        deny = lanes - permitted;
    }

    static bool Permit(ParsedHeaders headers, ref RuleTable rules, int lane, int src, int dst, uint proto, bool hasPorts)
    {
        uint portless = proto is Tcp or Udp or HiddenProto ? HiddenPort : NoPort;
        uint srcPort = hasPorts ? headers.L4Src(lane) : portless;
        uint dstPort = hasPorts ? headers.L4Dst(lane) : portless;
        return rules.Permit(src, dst, rules.Proto.Find(proto, rules.SummaryCount),
            rules.SrcPort.Find(srcPort, rules.SummaryCount), rules.DstPort.Find(dstPort, rules.SummaryCount));
    }

    /// <summary>Where the parser stops at an extension header, the upper protocol is out of sight.</summary>
    static uint Ip6Proto(byte proto) => proto is 0 or 43 or 44 or 51 or 60 or 135 ? HiddenProto : proto;

    static NumericRule Numeric(AclConfig.RulesItem rule, int number)
    {
        bool permits = rule.Action == AclConfig.RulesItem.ActionValue.Permit;
        NumericRule numeric = new(
            permits, Addresses(rule.Src, false), Addresses(rule.Src, true), Addresses(rule.Dst, false), Addresses(rule.Dst, true),
            Numbers(rule.Proto, permits ? null : HiddenProto), Numbers(rule.SrcPort, permits ? null : HiddenPort),
            Numbers(rule.DstPort, permits ? null : HiddenPort), rule.Src.Count == 0, rule.Dst.Count == 0);
        bool meets4 = (numeric.AnySrc || numeric.Ip4Src.Count > 0) && (numeric.AnyDst || numeric.Ip4Dst.Count > 0);
        bool meets6 = (numeric.AnySrc || numeric.Ip6Src.Count > 0) && (numeric.AnyDst || numeric.Ip6Dst.Count > 0);
        if (!meets4 && !meets6)
            throw new ModuleConfigurationException($"rule {number} matches nothing: its src and dst are of different families.");
        if (rule.SrcPort.Count + rule.DstPort.Count > 0 && rule.Proto.Count > 0 && !Contains(rule.Proto, Tcp)
            && !Contains(rule.Proto, Udp))
            throw new ModuleConfigurationException($"rule {number} matches nothing: only proto 6 (TCP) and 17 (UDP) have ports.");
        return numeric;
    }

    static List<WideRange> Addresses(IReadOnlyList<IpPrefix> prefixes, bool isIp6)
    {
        List<WideRange> ranges = [];
        foreach (IpPrefix prefix in prefixes)
            if (prefix.IsIp6 == isIp6) ranges.Add(WideRange.Of(prefix));
        return WideRange.Merge(ranges);
    }

    /// <param name="hidden">What the rule accepts too, if it asks for anything: one that denies also denies what might
    /// match.</param>
    static List<WideRange> Numbers(IReadOnlyList<NumberRange> numbers, uint? hidden)
    {
        List<WideRange> ranges = [];
        foreach (NumberRange range in numbers) ranges.Add(WideRange.Of(range));
        if (ranges.Count > 0 && hidden is uint value) ranges.Add(new WideRange(value, value));
        return WideRange.Merge(ranges);
    }

    static bool Contains(IReadOnlyList<NumberRange> ranges, ulong value)
    {
        foreach (NumberRange range in ranges)
            if (range.First <= value && value <= range.Last) return true;
        return false;
    }
}
