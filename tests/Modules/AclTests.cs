using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static FastPaas.Modules.AclConfig.RulesItem;
using Rule = FastPaas.Modules.AclConfig.RulesItem;

namespace FastPaas.Modules.Tests;

/// <summary>Against a walk over the rules, which knows nothing of intervals and bits.</summary>
public sealed unsafe class AclTests
{
    [Test]
    [Arguments(1, 400), Arguments(3, 400), Arguments(63, 40), Arguments(64, 40), Arguments(65, 40), Arguments(300, 15),
        Arguments(4200, 2)]
    public void It_decides_as_a_walk_over_random_rules(int count, int rounds)
    {
        RandomHeaders draw = new(count);
        for (int round = 0; round < rounds; round++)
        {
            List<Rule> rules = [.. Enumerable.Range(0, count).Select(_ => RandomRule(draw))];
            Compare(Config(rules, draw.Random.Next(4)), Enumerable.Range(0, 256).Select(_ => draw.Packet()), draw);
        }
    }

    [Test]
    public void Ten_thousand_hosts_with_ports_of_their_own_are_told_apart()
    {
        RandomHeaders draw = new(10);
        List<Rule> rules = [.. Enumerable.Range(0, 10_000).Select(i => new Rule(
            i % 3 == 0 ? ActionValue.Deny : ActionValue.Permit, [Host((uint)i * 7919)], [], [new NumberRange(6, 6)], [],
            [new NumberRange((ulong)i % 65_536, (ulong)i % 65_536)]))];
        IEnumerable<Parsed> packets = Enumerable.Range(0, 2_000).Select(_ =>
        {
            int i = draw.Random.Next(10_000), near = draw.Random.Next(3) - 1;
            return new Parsed(HeaderLayers.Ip4 | HeaderLayers.Tcp, EtherType.Ip4, (uint)i * 7919 + (uint)draw.Random.Next(2),
                1, 6, 9, (ushort)(i + near));
        });
        Compare(Config(rules, 0), packets, draw);
    }

    /// <summary>Enough rules for the grid to be cut: packets at each cut and on both sides of it.</summary>
    [Test]
    [Arguments(40, 32), Arguments(500, 24), Arguments(3_000, 17)]
    public void Prefixes_are_decided_right_at_every_border(int count, int lengthMin)
    {
        RandomHeaders draw = new(count);
        IpPrefix Prefix()
        {
            int length = draw.Random.Next(20) == 0 ? draw.Random.Next(17) : draw.Random.Next(lengthMin, 33);
            uint address = (uint)(draw.Random.Next(3) * 0x7f000000L + draw.Random.Next(0x1000000));
            return new IpPrefix(0, length == 0 ? 0 : address & uint.MaxValue << (32 - length), length, IsIp6: false);
        }

        List<Rule> rules = [.. Enumerable.Range(0, count).Select(_ => new Rule(
            draw.Random.Next(2) == 0 ? ActionValue.Deny : ActionValue.Permit, [Prefix(), Prefix()], [Prefix()],
            draw.Random.Next(2) == 0 ? [] : [new NumberRange(6, 6)], [],
            draw.Random.Next(2) == 0 ? [] : [new NumberRange(1_000, 40_000)]))];
        uint Border(IReadOnlyList<IpPrefix> prefixes)
        {
            IpPrefix prefix = prefixes[draw.Random.Next(prefixes.Count)];
            return (uint)(draw.Random.Next(2) == 0 ? prefix.First : prefix.Last) + (uint)draw.Random.Next(3) - 1;
        }

        Compare(Config(rules, 0), Enumerable.Range(0, 4_000).Select(_ => draw.Packet() with
        {
            Layers = HeaderLayers.Ip4 | (draw.Random.Next(4) == 0 ? HeaderLayers.None : HeaderLayers.Tcp),
            EthType = EtherType.Ip4, Src = Border(rules[draw.Random.Next(count)].Src),
            Dst = Border(rules[draw.Random.Next(count)].Dst), Proto = 6,
        }), draw);
    }

    /// <summary>Every summary bit of every field is set and no rule matches but the last: the most work that a packet can
    /// make.</summary>
    [Test]
    public void Rules_made_to_mislead_the_summaries_are_decided_right()
    {
        RandomHeaders draw = new(11);
        List<Rule> rules = [.. Enumerable.Range(0, 9_999).Select(i => new Rule(
            ActionValue.Deny, [Host(i % 2 == 0 ? 1u : 2u)], [Host(i % 2 == 0 ? 4u : 3u)], [], [], []))];
        rules.Add(new Rule(ActionValue.Permit, [Host(1)], [Host(3)], [], [], []));
        Parsed packet = new(HeaderLayers.Ip4 | HeaderLayers.Udp, EtherType.Ip4, 1, 3, 17, 1, 1);
        Compare(Config(rules, 0), [packet, packet with { Dst = 4 }, packet with { Src = 2 }, packet with { Dst = 5 }], draw);
    }

    [Test]
    public void Nested_ranges_are_decided_by_the_first_rule()
    {
        RandomHeaders draw = new(12);
        List<Rule> rules = [.. Enumerable.Range(0, 2_000).Select(i => new Rule(
            i % 2 == 0 ? ActionValue.Deny : ActionValue.Permit, [], [], [], [],
            [new NumberRange((ulong)(32_000 - 16 * i / 2 - 1), (ulong)(32_000 + 16 * i / 2))]))];
        Compare(Config(rules, 0), Enumerable.Range(0, 2_000).Select(_ =>
            draw.Packet() with { DstPort = (ushort)draw.Random.Next(65_536) }), draw);
    }

    [Test]
    [Arguments(ActionValue.Deny, false), Arguments(ActionValue.Permit, false)]
    public void A_fragment_without_ports_is_denied_by_a_rule_that_might_deny_it_and_permitted_by_none_that_might_permit(
        ActionValue action, bool permitted)
    {
        Rule onPort = new(action, [], [], [new NumberRange(6, 6)], [], [new NumberRange(22, 22)]);
        Rule rest = new(action == ActionValue.Deny ? ActionValue.Permit : ActionValue.Deny, [], [], [], [], []);
        Parsed fragment = new(HeaderLayers.Ip4 | HeaderLayers.Fragment, EtherType.Ip4, 1, 2, 6, 0, 0);
        Assert.Equal(permitted, Decide(Config([onPort, rest], 0), fragment));
    }

    [Test]
    public void A_protocol_hidden_behind_extension_headers_is_permitted_by_no_rule_that_names_one()
    {
        Parsed hidden = new(HeaderLayers.Ip6, EtherType.Ip6, 1, 2, 60, 0, 0);
        Assert.False(Decide(Config([new Rule(ActionValue.Permit, [], [], [new NumberRange(0, 255)], [], [])], 0), hidden));
        Assert.True(Decide(Config([new Rule(ActionValue.Permit, [], [], [], [], [])], 0), hidden));
        Assert.False(Decide(Config([new Rule(ActionValue.Deny, [], [], [new NumberRange(6, 6)], [], []),
            new Rule(ActionValue.Permit, [], [], [], [], [])], 0), hidden));
    }

    [Test]
    public void Broken_IP_is_denied_even_where_other_frames_are_permitted()
    {
        AclConfig config = Config([new Rule(ActionValue.Permit, [], [], [], [], [])], defaults: 3);
        Assert.False(Decide(config, new Parsed(HeaderLayers.None, EtherType.Ip6, 0, 0, 0, 0, 0)));
        Assert.True(Decide(config, new Parsed(HeaderLayers.None, EtherType.Arp, 0, 0, 0, 0, 0)));
    }

    [Test]
    public void A_rule_that_can_match_nothing_is_refused_by_its_number()
    {
        Rule any = new(ActionValue.Permit, [], [], [], [], []);
        Assert.Equal("rule 2 matches nothing: its src and dst are of different families.",
            Refusal(any, any with { Src = [Host(1)], Dst = [new IpPrefix(0, 1, 128, true)] }));
        Assert.Equal("rule 1 matches nothing: only proto 6 (TCP) and 17 (UDP) have ports.",
            Refusal(any with { Proto = [new NumberRange(7, 16)], DstPort = [new NumberRange(1, 2)] }));
    }

    [Test]
    public void Tables_beyond_their_bound_are_refused_with_the_bound()
    {
        WideRange[] nested = [.. Enumerable.Range(0, 6_000).Select(i => new WideRange((uint)i, (uint)(60_000 - i)))];
        List<NumericRule> rules = [.. nested.Select(range =>
            new NumericRule(true, [], [], [], [], [], [range], [range], true, true))];
        using ModuleHeap heap = new();
        string message = Assert.Throws<ModuleConfigurationException>(() =>
            new RuleTableBuilder(rules, 8 << 20).Build(heap, false)).Message;
        Assert.StartsWith("the rules need more than 8 MiB of tables", message);
    }

    [Test]
    public void Tables_beyond_the_node_s_memory_are_refused_with_its_limit()
    {
        using ModuleHeap heap = new(bytesMax: 4096);
        Acl.State state = default;
        List<Rule> rules = [.. Enumerable.Range(0, 1_000).Select(i =>
            new Rule(ActionValue.Permit, [Host((uint)i)], [], [], [], []))];
        Assert.Contains("its limit is 4096", Assert.Throws<ModuleConfigurationException>(() =>
            Acl.Init(Config(rules, 0), heap, ref state)).Message);
    }

    static IpPrefix Host(uint address) => new(0, address, 32, IsIp6: false);

    static AclConfig Config(IReadOnlyList<Rule> rules, int defaults) =>
        new((defaults & 1) != 0 ? AclConfig.DefaultValue.Permit : AclConfig.DefaultValue.Deny,
            (defaults & 2) != 0 ? AclConfig.OtherValue.Permit : AclConfig.OtherValue.Deny, rules);

    static string Refusal(params Rule[] rules)
    {
        using ModuleHeap heap = new();
        Acl.State state = default;
        return Assert.Throws<ModuleConfigurationException>(() => Acl.Init(Config(rules, 0), heap, ref state)).Message;
    }

    static bool Decide(AclConfig config, Parsed packet)
    {
        using ModuleHeap heap = new();
        using PlainLcore lcore = new();
        Acl.State state = default;
        Acl.Init(config, heap, ref state);
        packet.WriteTo(lcore.Headers, 0);
        Acl.Process(lcore.Burst(1), new LaneMask(1), ref state, out LaneMask permit, out LaneMask deny);
        Assert.Equal(1ul, permit.Bits ^ deny.Bits);
        return permit.Bits == 1;
    }

    static void Compare(AclConfig config, IEnumerable<Parsed> packets, RandomHeaders draw)
    {
        using ModuleHeap heap = new();
        using PlainLcore lcore = new();
        Acl.State state = default;
        Acl.Init(config, heap, ref state);
        foreach (Parsed[] burst in packets.Chunk(PlainLcore.Lanes))
        {
            for (int lane = 0; lane < burst.Length; lane++) burst[lane].WriteTo(lcore.Headers, lane);
            ulong lanes = (burst.Length == 64 ? ulong.MaxValue : (1ul << burst.Length) - 1) & ~(
                (ulong)draw.Random.Next() & (ulong)draw.Random.Next() & ~1ul);
            Acl.Process(lcore.Burst(lanes), new LaneMask(lanes), ref state, out LaneMask permit, out LaneMask deny);
            Assert.Equal((lanes, 0ul), (permit.Bits | deny.Bits, permit.Bits & deny.Bits));
            foreach (int lane in new LaneMask(lanes)) Assert.True(
                Walk(config, burst[lane]) == permit.Contains(lane), $"{burst[lane]}");
        }
    }

    static bool Walk(AclConfig config, Parsed packet)
    {
        if (!packet.IsIp) return packet.EthType is not (EtherType.Ip4 or EtherType.Ip6)
            && config.Other == AclConfig.OtherValue.Permit;
        bool protoHidden = packet.IsIp6 && new byte[] { 0, 43, 44, 51, 60, 135 }.Contains(packet.Proto);
        bool portsHidden = !packet.HasPorts && (protoHidden || packet.Proto is 6 or 17);
        foreach (Rule rule in config.Rules)
        {
            bool denies = rule.Action == ActionValue.Deny;
            bool matches = Matches(rule.Src, packet.Src, packet.IsIp6) && Matches(rule.Dst, packet.Dst, packet.IsIp6)
                && (rule.Proto.Count == 0 || (protoHidden ? denies : Matches(rule.Proto, packet.Proto)))
                && MatchesPort(rule.SrcPort, packet.SrcPort, packet.HasPorts, portsHidden && denies)
                && MatchesPort(rule.DstPort, packet.DstPort, packet.HasPorts, portsHidden && denies);
            if (matches) return !denies;
        }
        return config.Default == AclConfig.DefaultValue.Permit;
    }

    static bool Matches(IReadOnlyList<IpPrefix> prefixes, UInt128 address, bool isIp6) =>
        prefixes.Count == 0 || prefixes.Any(prefix =>
            prefix.IsIp6 == isIp6 && (prefix.Length == 0
                || (address ^ prefix.First) >> ((isIp6 ? 128 : 32) - prefix.Length) == 0));

    static bool Matches(IReadOnlyList<NumberRange> ranges, ulong value) =>
        ranges.Any(range => range.First <= value && value <= range.Last);

    static bool MatchesPort(IReadOnlyList<NumberRange> ranges, ushort port, bool hasPorts, bool mightMatch) =>
        ranges.Count == 0 || (hasPorts ? Matches(ranges, port) : mightMatch);

    static Rule RandomRule(RandomHeaders draw)
    {
        while (true)
        {
            IpPrefix[] src = [.. Some(draw, draw.Prefix)], dst = [.. Some(draw, draw.Prefix)];
            bool meet = src.Length == 0 || dst.Length == 0 || src.Any(prefix => dst.Any(other => other.IsIp6 == prefix.IsIp6));
            if (!meet) continue;
            NumberRange[] srcPort = [.. Some(draw, draw.PortRange)], dstPort = [.. Some(draw, draw.PortRange)];
            NumberRange[] proto = [.. Some(draw, () => RandomProto(draw))];
            if (srcPort.Length + dstPort.Length > 0 && proto.Length > 0) proto = [.. proto, draw.Random.Next(2) == 0
                ? new NumberRange(6, 6) : new NumberRange(17, 17)];
            return new Rule((ActionValue)draw.Random.Next(2), src, dst, proto, srcPort, dstPort);
        }
    }

    static NumberRange RandomProto(RandomHeaders draw)
    {
        ulong first = draw.Random.Next(3) switch { 0 => 6, 1 => 17, _ => (ulong)draw.Random.Next(256) };
        return new NumberRange(first, draw.Random.Next(3) == 0 ? Math.Min(255, first + (ulong)draw.Random.Next(60)) : first);
    }

    static IEnumerable<T> Some<T>(RandomHeaders draw, Func<T> one)
    {
        int count = draw.Random.Next(5) - 2;
        for (int i = 0; i < count; i++) yield return one();
    }
}
