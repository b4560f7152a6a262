using System.Linq;
using FastPaas.Graph.Match;
using Xunit;

namespace FastPaas.Graph.Tests.Match;

public class MatchAlgebraTests
{
    [Test]
    [Arguments("vlan.id == 100", "vlan.id == 200")]
    [Arguments("tcp.dst == 80", "udp.dst == 80")]
    [Arguments("tcp.dst == 80", "ip.proto == 17")]
    [Arguments("tcp.dst == 80", "l4.dst == 81")]
    [Arguments("icmp.type == 8", "l4.dst >= 0")]
    [Arguments("ip.src == 10.0.0.1", "ip6.src == ::1")]
    [Arguments("ip.src == 10.0.0.1", "eth.type == 0x0806")]
    [Arguments("ip.src == 10.0.0.1 and icmp.type == 8", "ip.proto == 58")]
    [Arguments("ip6.src == ::1 and tcp.dst == 80", "packet.length < 74")]
    [Arguments("vlan.id in 0..99", "vlan.id in [100..199, 4000]")]
    [Arguments("ip.src in 10.0.0.0/8", "ip.src != 10.0.0.0/8")]
    [Arguments("tcp.dst == 80 or udp.dst == 53", "not (l4.dst in [53, 80])")]
    public void Conditions_exclude_each_other(string left, string right) =>
        Assert.Equal(Proof.Proved, MatchAlgebra.Disjoint(Expressions.Parse(left), Expressions.Parse(right)).Proof);

    [Test]
    [Arguments("vlan.id == 100", "ip.src in 10.0.0.0/8", "vlan.id 100, ip.src 10.0.0.0")]
    [Arguments("tcp.dst == 80", "l4.dst < 1024", "tcp.dst 80, ip4")]
    [Arguments("ip.proto == 6", "tcp.dst != 80", "tcp.dst 0, ip4")]
    [Arguments("ip.proto == 6", "not (tcp.dst >= 0)", "ip.proto 6, ip4")]
    [Arguments("eth.type == 0x0800", "not (ip.src in 0.0.0.0/0)", "eth.type 0x0800")]
    [Arguments("tcp.dst == 80", "ip6.src in 2001:db8::/32", "ip6.src 2001:db8::, tcp.dst 80")]
    public void An_overlap_is_shown_by_a_packet(string left, string right, string witness)
    {
        ProofResult result = MatchAlgebra.Disjoint(Expressions.Parse(left), Expressions.Parse(right));
        Assert.Equal(Proof.Refuted, result.Proof);
        Assert.Equal(witness, result.Witness!.ToString());
    }

    [Test]
    public void A_comparison_costs_its_ranges_or_those_of_its_complement()
    {
        Assert.Equal(1, MatchAlgebra.Cost(Expressions.Parse("tcp.dst != 80")));
        Assert.Equal(3, MatchAlgebra.Cost(Expressions.Parse("tcp.dst in [80, 443, 8080]")));
        Assert.Equal(4, MatchAlgebra.Cost(Expressions.Parse("tcp.dst in [80, 443, 8080] and not ip.ttl == 1")));
    }

    [Test]
    public void The_fields_of_an_expression_are_listed_once() =>
        Assert.Equal([HeaderField.VlanId, HeaderField.TcpDst],
            MatchAlgebra.Fields(Expressions.Parse("tcp.dst == 80 or vlan.id == 5 and not tcp.dst == 81")));

    [Test]
    public void A_thousand_tenants_are_compared_in_time()
    {
        MatchExpression[] tenants = [.. Enumerable.Range(0, 1000).Select(i =>
            Expressions.Parse($"vlan.id == {i} and ip.src in 10.0.0.0/8"))];
        Assert.InRange(ProcessorTime.SecondsOf(() => Assert.Empty(MatchAlgebra.Overlaps(tenants))), 0, 20);
    }

    [Test]
    public void A_question_with_too_many_alternatives_ends_undecided()
    {
        // Pigeons: 11 fields, each of 10 values, no two the same. No shortcut finds the contradiction.
        HeaderField[] fields =
        [
            HeaderField.EthSrc, HeaderField.EthDst, HeaderField.VlanId, HeaderField.IpSrc, HeaderField.IpDst, HeaderField.IpTtl,
            HeaderField.IpDscp, HeaderField.TcpSrc, HeaderField.TcpDst, HeaderField.TcpFlags, HeaderField.FlowHash,
        ];
        MatchExpression all = Range(fields[0], 0, 9);
        for (int i = 0; i < fields.Length; i++)
        {
            all = new AndExpression(all, Range(fields[i], 0, 9));
            for (int j = 0; j < i; j++)
            {
                for (ulong value = 0; value < 10; value++)
                {
                    var same = new AndExpression(Range(fields[i], value, value), Range(fields[j], value, value));
                    all = new AndExpression(all, new NotExpression(same));
                }
            }
        }

        double seconds = ProcessorTime.SecondsOf(() => Assert.Equal(Proof.LimitReached, MatchAlgebra.NeverTrue(all).Proof));
        Assert.InRange(seconds, 0, 5);
    }

    static FieldTest Range(HeaderField field, ulong first, ulong last) => new(field, new([new(new(0, first), new(0, last))]));
}
