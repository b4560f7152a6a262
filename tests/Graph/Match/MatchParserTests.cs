using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Toml;
using Xunit;

namespace FastPaas.Graph.Tests.Match;

public class MatchParserTests
{
    [Test]
    [Arguments("tcp.dst == 80", "tcp.dst == 80")]
    [Arguments("tcp.dst==0x50", "tcp.dst == 80")]
    [Arguments("packet.length >= 1_500", "packet.length >= 1500")]
    [Arguments("packet.length > 1_499", "packet.length >= 1500")]
    [Arguments("packet.length < 65", "packet.length <= 64")]
    [Arguments("tcp.dst >= 0", "tcp.dst >= 0")]
    [Arguments("tcp.dst != 80", "tcp.dst != 80")]
    [Arguments("vlan.id in 20..29", "vlan.id in 20..29")]
    [Arguments("vlan.id in 20 .. 29", "vlan.id in 20..29")]
    [Arguments("vlan.id in 0..4095", "vlan.id >= 0")]
    [Arguments("tcp.dst in [443, 80]", "tcp.dst in [80, 443]")]
    [Arguments("tcp.dst in [80, 81, 82,]", "tcp.dst in 80..82")]
    [Arguments("tcp.dst in [80..90, 85..95, 1]", "tcp.dst in [1, 80..95]")]
    [Arguments("tcp.flags == 18", "tcp.flags == 0x12")]
    [Arguments("eth.type == 34525", "eth.type == 0x86dd")]
    [Arguments("eth.src == 02:00:00:AB:cd:01", "eth.src == 02:00:00:ab:cd:01")]
    [Arguments("eth.src in 00:00:5e:00:00:00/24", "eth.src in 00:00:5e:00:00:00/24")]
    [Arguments("ip.src == 192.0.2.1", "ip.src == 192.0.2.1")]
    [Arguments("ip.src in 192.0.2.0/24", "ip.src in 192.0.2.0/24")]
    [Arguments("ip.src == 192.0.2.0/24", "ip.src in 192.0.2.0/24")]
    [Arguments("ip.src in 192.0.2.1/32", "ip.src == 192.0.2.1")]
    [Arguments("ip.src in 0.0.0.0/0", "ip.src in 0.0.0.0/0")]
    [Arguments("ip.src in 10.0.0.1..10.0.0.9", "ip.src in 10.0.0.1..10.0.0.9")]
    [Arguments("ip.src in [10.0.0.0/9, 10.128.0.0/9]", "ip.src in 10.0.0.0/8")]
    [Arguments("ip.src != 10.0.0.0/8", "ip.src in [0.0.0.0..9.255.255.255, 11.0.0.0..255.255.255.255]")]
    [Arguments("ip6.dst == 2001:0DB8:0:0:0:0:0:1", "ip6.dst == 2001:db8::1")]
    [Arguments("ip6.dst == ::", "ip6.dst == ::")]
    [Arguments("ip6.dst == ::ffff:192.0.2.1", "ip6.dst == ::ffff:c000:201")]
    [Arguments("ip6.dst == 1:0:0:2:0:0:0:3", "ip6.dst == 1:0:0:2::3")]
    [Arguments("ip6.dst == 1:0:2:3:4:5:6:7", "ip6.dst == 1:0:2:3:4:5:6:7")]
    [Arguments("ip6.dst in 2001:db8::/32", "ip6.dst in 2001:db8::/32")]
    [Arguments("ip6.dst in 2001:db8::1..2001:db8::9", "ip6.dst in 2001:db8::1..2001:db8::9")]
    [Arguments("not tcp.dst == 80", "not tcp.dst == 80")]
    [Arguments("not (tcp.dst == 80 or udp.dst == 80)", "not (tcp.dst == 80 or udp.dst == 80)")]
    [Arguments("(((tcp.dst == 80)))", "tcp.dst == 80")]
    [Arguments("tcp.dst == 1 or tcp.dst == 2 and tcp.src == 3", "tcp.dst == 1 or tcp.dst == 2 and tcp.src == 3")]
    [Arguments("(tcp.dst == 1 or tcp.dst == 2) and tcp.src == 3", "(tcp.dst == 1 or tcp.dst == 2) and tcp.src == 3")]
    [Arguments("tcp.dst == 1 and (tcp.dst == 2 and tcp.src == 3)", "tcp.dst == 1 and (tcp.dst == 2 and tcp.src == 3)")]
    [Arguments("  tcp.dst\t==\n80 ", "tcp.dst == 80")]
    public void An_expression_has_one_canonical_text(string text, string canonical) =>
        Assert.Equal(canonical, MatchText.Of(Expressions.Parse(text)));

    [Test]
    [Arguments("", 1, "FP0301: the expression ends where a field such as tcp.dst belongs")]
    [Arguments("tcp.dst", 8, "FP0301: the expression ends where ==, !=, <, <=, >, >= or in behind tcp.dst belongs")]
    [Arguments("tcp.dst = 80", 9, "FP0301: '=' is no operator; write ==")]
    [Arguments("tcp.dst == 80 && tcp.src == 1", 15, "FP0301: '&&' is no operator; write and")]
    [Arguments("tcp.dst == 80 AND tcp.src == 1", 15, "FP0301: 'AND' is no operator; write and")]
    [Arguments("!tcp.dst == 80", 1, "FP0301: '!' is no operator; write not")]
    [Arguments("tcp.dst == 80 tcp.src == 1", 15, "FP0301: 'tcp.src' stands where and, or, or the end belongs")]
    [Arguments("tcp.dst == 80)", 14,
        "FP0301: ')' stands where and, or, or the end belongs; remove it, or write the ( that it closes")]
    [Arguments("(tcp.dst == 80", 1, "FP0301: '(' is not closed; write ) behind its expression")]
    [Arguments("(tcp.dst == 80]", 15, "FP0301: ']' stands where and, or, or ) belongs")]
    [Arguments("tcp.dst in [80, 81", 12, "FP0301: '[' is not closed; write ] behind its last value")]
    [Arguments("tcp.dst in [80 81]", 16, "FP0301: '81' stands where a comma or ] belongs")]
    [Arguments("tcp.dst in 80..", 16, "FP0301: the last value of a range is missing; write a..b")]
    [Arguments("tcp.dst == and", 12, "FP0304: 'and' is no number that tcp.dst could have; write a number such as 80 or 0x50")]
    [Arguments("tcp.dst == \u20ac", 12, "FP0301: '\u20ac' stands where a number such as 80 or 0x50 belongs")]
    [Arguments("tcp.dst not in [80]", 9,
        "FP0301: 'not' stands where ==, !=, <, <=, >, >= or in behind tcp.dst belongs; negate the whole comparison: not (...)")]
    [Arguments("tcp.dts == 80", 1, "FP0302: tcp.dts is no field of a packet; did you mean \"tcp.dst\"?")]
    [Arguments("ipv4.src == 1.2.3.4", 1, "FP0302: ipv4.src is no field of a packet; did you mean \"ip.src\"?")]
    [Arguments("vlan.id == 4096", 12, "FP0303: 4096 does not fit in vlan.id, which has 12 bits; write a number from 0 to 4095")]
    [Arguments("ip.dscp in [1, 64]", 16, "FP0303: 64 does not fit in ip.dscp, which has 6 bits; write a number from 0 to 63")]
    [Arguments("tcp.dst == 99999999999999999999", 12,
        "FP0303: 99999999999999999999 does not fit in tcp.dst, which has 16 bits; write a number from 0 to 65535")]
    [Arguments("tcp.dst == -1", 12, "FP0304: '-1' is no number; tcp.dst has none below 0")]
    [Arguments("tcp.dst == 080", 12, "FP0304: '080' is no number; write 80 without zeros in front")]
    [Arguments("ip.proto == tcp", 13, "FP0304: 'tcp' is no number; tcp is 6")]
    [Arguments("eth.src == 02:00:00:00:00", 12,
        "FP0304: '02:00:00:00:00' is no MAC address; write a MAC address such as 02:00:00:00:00:01")]
    [Arguments("eth.src == 02-00-00-00-00-01", 12,
        "FP0304: '02-00-00-00-00-01' is no MAC address; write a MAC address such as 02:00:00:00:00:01")]
    [Arguments("ip.src == 192.0.2.256", 11,
        "FP0304: '192.0.2.256' is no IPv4 address; write an IPv4 address or prefix such as 192.0.2.1 or 192.0.2.0/24")]
    [Arguments("ip.src == 192.0.2.01", 11,
        "FP0304: '192.0.2.01' is no IPv4 address; write an IPv4 address or prefix such as 192.0.2.1 or 192.0.2.0/24")]
    [Arguments("ip6.src == 2001:db8:::1", 12,
        "FP0304: '2001:db8:::1' is no IPv6 address; write an IPv6 address or prefix such as 2001:db8::1 or 2001:db8::/32")]
    [Arguments("ip6.src == 1:2:3:4:5:6:7::8", 12,
        "FP0304: '1:2:3:4:5:6:7::8' is no IPv6 address; write an IPv6 address or prefix such as 2001:db8::1 or 2001:db8::/32")]
    [Arguments("ip.src == 2001:db8::1", 11,
        "FP0307: '2001:db8::1' is no IPv4 address; ip.src takes IPv4 addresses; write ip6.src for IPv6")]
    [Arguments("ip6.src == 10.0.0.1", 12,
        "FP0307: '10.0.0.1' is no IPv6 address; ip6.src takes IPv6 addresses; write ip.src for IPv4")]
    [Arguments("ip.src in 10.0.0.0/33", 20, "FP0304: '33' is no prefix length of ip.src; write a number from 0 to 32")]
    [Arguments("ip.src in 10.0.0.0/", 20, "FP0304: '' is no prefix length of ip.src; write a number from 0 to 32")]
    [Arguments("ip.src in 10.0.0.1/8", 11,
        "FP0305: 10.0.0.1/8 has bits set behind its first 8; write 10.0.0.0/8, or the address alone")]
    [Arguments("ip6.src in 2001:db8::1/32", 12,
        "FP0305: 2001:db8::1/32 has bits set behind its first 32; write 2001:db8::/32, or the address alone")]
    [Arguments("tcp.dst in 90..80", 12, "FP0306: the range 90..80 is empty; write 80..90")]
    [Arguments("tcp.dst in []", 12, "FP0306: an empty set is never true; write at least one value")]
    [Arguments("tcp.dst < 0", 1, "FP0306: no value of tcp.dst makes this true: it goes from 0 to 65535; remove the comparison")]
    [Arguments("vlan.id > 4095", 1,
        "FP0306: no value of vlan.id makes this true: it goes from 0 to 4095; remove the comparison")]
    [Arguments("tcp.dst == [80, 81]", 9, "FP0307: == takes one value; write in [...] for a set")]
    [Arguments("tcp.dst != [80, 81]", 9, "FP0307: != takes one value; write in [...] for a set, and not in front of the field")]
    [Arguments("tcp.dst == 80..90", 14, "FP0307: == takes one value; write in 80..90 for a range")]
    [Arguments("ip.src < 10.0.0.0/8", 8, "FP0307: < takes one value and 10.0.0.0/8 is a prefix; write in")]
    [Arguments("tcp.dst in 80/8", 12,
        "FP0307: tcp.dst has no prefixes; write a number such as 80 or 0x50, or in a..b for a range")]
    public void A_mistake_is_reported_once_where_it_is(string text, int column, string message)
    {
        (MatchExpression? expression, List<Diagnostic> diagnostics) = Expressions.TryParse(text);
        Assert.Null(expression);
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal($"graph.toml(1,{8 + column}): error {message}", diagnostic.ToString());
    }

    [Test]
    public void Mistakes_in_several_values_are_reported_together()
    {
        const string Text = "tcp.dst in [70000, 80, x] and vlan.di == 5 and ip.src == 10.0.0";
        (_, List<Diagnostic> diagnostics) = Expressions.TryParse(Text);
        Assert.Equal([(21, "FP0303"), (32, "FP0304"), (39, "FP0302"), (66, "FP0304")],
            diagnostics.Select(diagnostic => (diagnostic.Position.Column, diagnostic.Id)));
    }

    [Test]
    [Arguments("when = \"\\ttcp.dts == 80\"", 1, 11)]
    [Arguments("when = \"\\u0020tcp.dts == 80\"", 1, 15)]
    [Arguments("when = 'tcp.dts == 80'", 1, 9)]
    [Arguments("when = \"\"\"tcp.dts == 80\"\"\"", 1, 11)]
    [Arguments("when = \"\"\"\n  tcp.dst == 80 or\n  tcp.dts == 80\"\"\"", 3, 3)]
    [Arguments("when = \"\"\"tcp.dst == 80 or \\\n     tcp.dts == 80\"\"\"", 2, 6)]
    public void Positions_count_escapes_and_lines_of_the_string(string toml, int line, int column)
    {
        var text = (TomlString)TomlReader.Read("graph.toml", toml).Root.Find("when")!.Value;
        var diagnostics = new List<Diagnostic>();
        MatchParser.Parse(text, diagnostics);
        Assert.Equal(new SourcePosition("graph.toml", line, column), Assert.Single(diagnostics).Position);
    }

    [Test]
    public void Nesting_ends_at_a_limit()
    {
        string text = new string('(', MatchParser.DepthMax) + "tcp.dst == 80" + new string(')', MatchParser.DepthMax);
        Assert.Equal("tcp.dst == 80", MatchText.Of(Expressions.Parse(text)));
        (_, List<Diagnostic> diagnostics) = Expressions.TryParse("not " + text);
        Assert.Equal("FP0308", Assert.Single(diagnostics).Id);
        Assert.Equal("FP0308", Assert.Single(Expressions.TryParse(new string('(', 1 << 19)).Diagnostics).Id);
    }

    [Test]
    public void Comparisons_and_sets_end_at_a_limit()
    {
        string many = string.Join(" or ", Enumerable.Repeat("tcp.dst == 80", MatchParser.ComparisonsMax));
        Expressions.Parse(many);
        Assert.Equal("FP0308", Assert.Single(Expressions.TryParse(many + " or tcp.dst == 80").Diagnostics).Id);
        string set = string.Join(", ", Enumerable.Range(0, MatchParser.SetMax + 1).Select(i => i * 2));
        Assert.Equal("FP0308", Assert.Single(Expressions.TryParse($"tcp.dst in [{set}]").Diagnostics).Id);
    }
}
