using System.Collections.Generic;
using System.Linq;
using static FastPaas.Packets.Tests.Frame;

namespace FastPaas.Packets.Tests;

/// <summary>The packets of the cases about modules that resize and answer.</summary>
static class ResponderCaptures
{
    const string Outside = "198.51.100.7", Web = "192.0.2.80", Outside6 = "2001:db8:2::6", Web6 = "2001:db8::80",
        Group6 = "ff02::1:ff00:80";

    static readonly byte[] tcp80 = Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1234, 80)));
    static readonly byte[] lldp = Ethernet(Other(0x88cc));
    static readonly byte[] ping = Ethernet(Ip4(Outside, Web, 1, Echo(8)));
    static readonly byte[] ping6 = Ethernet(Icmp6(Outside6, Web6, Echo(128)));
    static readonly byte[] solicitation =
        ToAll(Icmp6(Outside6, Group6, Solicitation(Web6, sourceOption: true), hopLimit: 255));

    static byte[] ToAll((ushort, byte[]) payload, params ushort[] tags) =>
        [.. Enumerable.Repeat((byte)0xff, 6), .. Ethernet(payload, tags)[6..]];

    public static IReadOnlyDictionary<string, byte[][]> ByCase { get; } = new Dictionary<string, byte[][]>
    {
        ["mirror_copies_and_both_are_their_own"] = [tcp80, lldp, Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 81))), tcp80],
        ["mirror_samples_and_snaps"] = [tcp80, tcp80, lldp, ping, ping6, lldp, lldp.Cut(14), tcp80],
        ["mirrors_in_a_row_copy_copies"] = [.. Enumerable.Range(0, 20).Select(i => Ethernet(Other((ushort)(0x9000 + i), 4)))],
        ["pool_empty_is_a_copy_without_a_buffer"] = [tcp80, lldp, ping, ping6],
        ["vlan_pushes_a_tag_that_rules_see"] =
        [
            tcp80, Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 81))), lldp.Cut(14),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80)), 1, 2),
        ],
        ["vlan_pops_the_outer_of_two_tags"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80)), 1, 2), Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80)), 100),
            Ethernet(Other(0x88cc, 0), 5), Ethernet(Other(0x88cc), 5).Cut(17), tcp80,
        ],
        ["vlan_rewrites_what_it_is_told_and_no_more"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80)), 0x1123, 2),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80)), 0xffff), tcp80,
        ],
        ["vlan_leaves_what_has_no_tag"] = [tcp80, lldp, Ethernet(Other(0x88cc), 0xe123)],
        ["arp_answers_who_has"] =
        [
            ToAll(Arp(Outside, Web)), ToAll(Arp("0.0.0.0", Web)), ToAll(Arp(Outside, "10.7.200.3"), 5, 6),
            ToAll(Arp(Outside, Web)).Cut(42),
            Ethernet(Arp(Outside, Web)).With(5, 0x50),
        ],
        ["arp_answers_only_questions_for_its_addresses"] =
        [
            ToAll(Arp(Outside, "192.0.2.81")), ToAll(Arp(Web, Web)), ToAll(Arp(Outside, Web)).With(21, 2),
            ToAll(Arp(Outside, Web)).Cut(41), ToAll(Arp("224.0.0.1", Web)), ToAll(Arp(Outside, Web)).With(22, 3),
            Ethernet(Arp(Outside, Web)), tcp80,
        ],
        ["arp_advertises_neighbours"] =
        [
            solicitation, ToAll(Icmp6(Outside6, Web6, Solicitation(Web6, sourceOption: false), hopLimit: 255), 9),
            ToAll(Icmp6("::", Group6, Solicitation(Web6, sourceOption: false), hopLimit: 255)), [.. solicitation, 0, 0, 0, 0],
        ],
        ["arp_ignores_invalid_solicitations"] =
        [
            ToAll(Icmp6(Outside6, Group6, Solicitation(Web6, sourceOption: true), hopLimit: 254)),
            solicitation.With(56, 1), ToAll(Icmp6("::", Group6, Solicitation(Web6, sourceOption: true), hopLimit: 255)),
            ToAll(Icmp6("::", Web6, Solicitation(Web6, sourceOption: false), hopLimit: 255)),
            ToAll(Icmp6(Outside6, Group6, Solicitation("2001:db8::81", sourceOption: true), hopLimit: 255)),
            solicitation.Cut(80),
        ],
        ["icmp_echoes_whole_pings_to_its_addresses"] =
        [
            ping, ping6, Ethernet(Ip4(Outside, Web, 1, Echo(8, 300)), 100, 200), Ethernet(Ip4(Outside, Web, 1, Echo(8, 0))),
            ping.With(36, 0), [.. ping, 0, 0],
        ],
        ["icmp_echoes_no_fragment_group_or_option"] =
        [
            Ethernet(Ip4(Outside, Web, 1, Echo(8), fragment: 0x2000)), Ethernet(Ip4(Outside, Web, 1, Echo(8), optionBytes: 4)),
            Ethernet(Ip4("224.0.0.5", Web, 1, Echo(8))), Ethernet(Ip4(Outside, "255.255.255.255", 1, Echo(8))), ping.With(0, 1),
            ping.With(35, 1), ping.With(24, 9), ping.Cut(43), Ethernet(Icmp6("ff02::1", Web6, Echo(128))),
            Ethernet(Ip6(Outside6, Web6, 60, Options(1, 58, Echo(128)))), Ethernet(Ip4(Outside, Web, 1, Echo(0))), tcp80,
        ],
        ["icmp_says_time_exceeded_and_quotes"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), ttl: 1)),
            Ethernet(Ip6(Outside6, Web6, Tcp6, Tcp(1, 80), hopLimit: 1), 7),
            Ethernet(Ip4(Outside, Web, Udp17, Udp(1, 2, 700), ttl: 0)),
            Ethernet(Ip6(Outside6, Web6, Udp17, Udp(1, 2, 1400), 1)),
            [.. Ethernet(Ip4(Outside, Web, Udp17, Udp(1, 2, 0), ttl: 1)), .. new byte[18]], tcp80,
        ],
        ["icmp_says_unreachable"] = [tcp80, Ethernet(Ip6(Outside6, Web6, Tcp6, Tcp(1, 80))), ping, ping6],
        ["icmp_sends_no_error_about_an_error"] =
        [
            Ethernet(Ip4(Outside, Web, 1, Echo(3))), Ethernet(Ip4(Outside, Web, 1, Echo(11))),
            Ethernet(Icmp6(Outside6, Web6, Echo(1))),
            Ethernet(Icmp6(Outside6, Web6, Echo(137))), Ethernet(Ip4(Outside, Web, Udp17, [], fragment: 8)), tcp80.With(0, 1),
            Ethernet(Ip4("0.0.0.0", Web, Udp17, Udp(1, 2))), Ethernet(Ip4(Outside, "224.0.0.1", Udp17, Udp(1, 2))),
            Ethernet(Ip6("::", Web6, Udp17, Udp(1, 2))), Ethernet(Ip6(Outside6, "ff02::1", Udp17, Udp(1, 2))),
            Ethernet(Ip6(Outside6, Web6, 60, Options(9, Tcp6, Tcp(1, 80)))), lldp,
        ],
        ["icmp_sends_errors_at_a_bounded_rate"] = [.. Enumerable.Repeat(tcp80, 5)],
    };
}
