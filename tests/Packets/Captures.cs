using System.Collections.Generic;
using System.Linq;
using static FastPaas.Packets.Tests.Frame;

namespace FastPaas.Packets.Tests;

/// <summary>The packets of each case; its in.pcap is made from them.</summary>
static class Captures
{
    const string Inside = "10.1.2.3", Outside = "198.51.100.7", Web = "192.0.2.80", Inside6 = "2001:db8:1::5",
        Outside6 = "2001:db8:2::6", Web6 = "2001:db8::80";

    static readonly byte[] tcp80 = Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1234, 80)));
    static readonly byte[] tcp22 = Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1234, 22)));
    static readonly byte[] udp53 = Ethernet(Ip4(Outside, Web, Udp17, Udp(1234, 53)));
    static readonly byte[] ping = Ethernet(Ip4(Outside, Web, 1, Ping()));
    static readonly byte[] tcp80In6 = Ethernet(Ip6(Outside6, Web6, Tcp6, Tcp(1234, 80)));
    static readonly byte[] arp = Ethernet(Arp(Inside, Web));
    static readonly byte[] lldp = Ethernet(Other(0x88cc));

    public static IReadOnlyDictionary<string, byte[][]> ByCase { get; } = new Dictionary<string, byte[][]>
    {
        ["macswap_exchanges_the_addresses"] = [tcp80, tcp80In6, Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 2)), 100, 200), arp],
        ["macswap_keeps_the_shortest_frames_whole"] = [lldp.Cut(14), lldp.Cut(15), lldp.Cut(16), lldp.Cut(17)],
        ["counter_passes_everything"] = [tcp80, arp, lldp.Cut(13), lldp.Cut(1)],
        ["source_guard_passes_allowed_sources"] =
        [
            Ethernet(Ip4("10.0.0.0", Web, Udp17, Udp(1, 2))), Ethernet(Ip4("10.255.255.255", Web, Udp17, Udp(1, 2))),
            Ethernet(Ip4(Inside, Web, 1, Ping()), 7), Ethernet(Ip4(Inside, Web, Udp17, [], fragment: 8)),
            Ethernet(Ip6(Inside6, Web6, 58, Ping())), Ethernet(Ip6("2001:db8:1:ffff:ffff:ffff:ffff:ffff", Web6, 59, [])),
        ],
        ["source_guard_drops_spoofed_sources"] =
        [
            Ethernet(Ip4("9.255.255.255", Web, Udp17, Udp(1, 2))), Ethernet(Ip4("11.0.0.0", Web, Udp17, Udp(1, 2))), tcp80,
            Ethernet(Ip6("2001:db8::ffff", Web6, 59, [])), Ethernet(Ip6("2001:db8:2::", Web6, 59, [])),
            Ethernet(Ip6("::ffff:10.1.2.3", Web6, 59, [])), Ethernet(Ip4("0.0.0.0", "255.255.255.255", Udp17, Udp(68, 67))),
        ],
        ["source_guard_stops_what_says_ip_and_is_not"] =
        [
            Ethernet(Ip4(Inside, Web, 1, Ping())).With(14, 0x44), Ethernet(Ip4(Inside, Web, 1, Ping())).With(14, 0x65),
            Ethernet(Ip4(Inside, Web, 1, Ping())).Cut(33), Ethernet(Ip4(Inside, Web, 1, Ping())).With(17, 19),
            Ethernet(Ip6(Inside6, Web6, 59, [])).Cut(53), Ethernet(Ip6(Inside6, Web6, 59, [])).With(14, 0x40),
        ],
        ["source_guard_sends_arp_and_others_where_told"] =
        [
            arp, lldp, Ethernet(Ip4(Outside, Web, 1, Ping()), 1, 2, 3), Ethernet(Ip4(Outside, Web, 1, Ping()), 1).Cut(16),
            Ethernet(Arp(Outside, Web), 9),
        ],
        ["acl_permits_by_the_first_rule"] = [tcp80, tcp22, udp53, ping, tcp80In6, Ethernet(Ip4(Inside, Web, Tcp6, Tcp(1, 80)))],
        ["acl_denies_by_default"] = [tcp22, udp53, ping, tcp80, arp, lldp],
        ["acl_denies_fragment_without_ports"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), fragment: 0x2000)),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 22), fragment: 0x2000)),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), fragment: 3)),
            Ethernet(Ip4(Outside, Web, Udp17, Udp(1, 2), fragment: 3)),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80)[..19], fragment: 0x2000)),
            Ethernet(Ip4(Outside, Web, 1, Ping(), fragment: 3)),
            Ethernet(Ip6(Outside6, Web6, 44, Fragment(Tcp6, 0, true, Tcp(1, 80)))),
            Ethernet(Ip6(Outside6, Web6, 44, Fragment(Tcp6, 9, false, Tcp(1, 80)))),
        ],
        ["acl_denies_a_protocol_behind_nine_extension_headers"] =
        [
            Ethernet(Ip6(Outside6, Web6, 60, Options(8, Tcp6, Tcp(1, 80)))),
            Ethernet(Ip6(Outside6, Web6, 60, Options(9, Tcp6, Tcp(1, 80)))),
            Ethernet(Ip6(Outside6, Web6, 60, Options(8, Tcp6, Tcp(1, 22)))),
            Ethernet(Ip6(Outside6, Web6, 44, Fragment(60, 9, false, Options(1, Tcp6, Tcp(1, 80))))),
            Ethernet(Ip6(Outside6, Web6, 60, [Tcp6, 9, 1, 4, 0, 0, 0, 0])),
        ],
        ["acl_finds_ports_behind_options_and_tags"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), optionBytes: 40), 1, 2),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 22), optionBytes: 40), 1, 2),
            Ethernet(Ip6(Outside6, Web6, 0, [60, 0, 1, 4, 0, 0, 0, 0, .. Options(1, Tcp6, Tcp(1, 80))]), 5),
        ],
        ["acl_denies_broken_ip"] = [tcp80.With(14, 0x44), tcp80.Cut(33), tcp80In6.Cut(53), arp, lldp, tcp80],
        ["ttl_decrements_and_mends_the_checksum"] =
        [
            tcp80, Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), ttl: 2)), Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), ttl: 255)),
            tcp80.With(24, 0xff).With(25, 0xff), tcp80In6, Ethernet(Ip6(Outside6, Web6, 59, [], hopLimit: 2)),
        ],
        ["ttl_expires_at_one"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), ttl: 1)), Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), ttl: 0)),
            Ethernet(Ip6(Outside6, Web6, 59, [], hopLimit: 1)), Ethernet(Ip6(Outside6, Web6, 59, [], hopLimit: 0)),
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 81), ttl: 2)),
        ],
        ["ttl_decrements_behind_tags_and_options"] =
        [
            Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), optionBytes: 12), 100),
            Ethernet(Ip6(Outside6, Web6, 60, Options(1, Tcp6, Tcp(1, 80))), 100, 200),
            Ethernet(Ip4(Outside, Web, Tcp6, [], fragment: 8)),
        ],
        ["ttl_passes_what_is_not_ip"] = [arp, lldp, tcp80.With(14, 0x44), tcp80In6.Cut(53)],
        ["ttl_is_read_again_by_the_next_rule"] = [tcp80, Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 80), ttl: 65))],
        ["lpm_takes_the_longest_prefix"] =
        [
            .. new[] { "8.8.8.8", "192.1.1.1", "192.0.2.1", "192.0.2.100", "192.0.2.80", "192.0.2.81" }
                .Select(dst => Ethernet(Ip4(Inside, dst, Udp17, Udp(1, 2)))),
            .. new[] { "2001:db8:1::1", "2001:db8::1", "2001:db8::80" }
                .Select(dst => Ethernet(Ip6(Inside6, dst, Udp17, Udp(1, 2)))),
            Ethernet(Ip4(Inside, "192.0.2.80", Tcp6, Tcp(1, 2), optionBytes: 8), 1, 2),
            Ethernet(Ip4(Inside, "192.0.2.80", Tcp6, [], fragment: 8)),
            Ethernet(Ip6(Inside6, "2001:db8::80", 60, Options(9, Tcp6, Tcp(1, 2))), 3),
        ],
        ["lpm_misses_what_has_no_route"] =
        [
            Ethernet(Ip4(Inside, "192.0.2.127", Udp17, Udp(1, 2))), Ethernet(Ip4(Inside, "192.0.2.128", Udp17, Udp(1, 2))),
            Ethernet(Ip6(Inside6, "2001:db8::1", 59, [])), Ethernet(Ip6(Inside6, "2001:db8::2", 59, [])), arp, lldp,
            Ethernet(Ip4(Inside, "192.0.2.1", Udp17, Udp(1, 2))).With(14, 0x44), tcp80In6.Cut(53),
        ],
        ["policer_colours_by_what_the_buckets_hold"] =
        [
            lldp.Cut(60), lldp.Cut(60), lldp.Cut(60), lldp.Cut(60), lldp.Cut(20), lldp.Cut(41), lldp.Cut(40), lldp.Cut(14),
        ],
        ["policer_that_is_aware_betters_no_colour"] =
        [
            .. new byte[] { 0, 46, 10, 12, 14, 34, 36, 38, 13, 48 }.Select(dscp =>
                Ethernet(Ip4(Inside, Web, Udp17, Udp(1, 2))).With(15, (byte)(dscp << 2))),
            Ethernet(Ip6(Inside6, Web6, 59, [])).With(14, 0x63).With(15, 0x80), arp,
        ],
        ["flow_counter_tracks_no_more_than_its_bound"] =
        [
            tcp80, tcp22, udp53, tcp80, tcp22, udp53, tcp80In6, tcp80In6, Ethernet(Ip6(Inside6, Web6, 59, [])),
            Ethernet(Ip6(Web6, Inside6, 59, [])), arp,
        ],
        ["ip_check_passes_what_a_router_may_forward"] =
        [
            tcp80, tcp80In6, Ethernet(Ip4(Inside, Web, Tcp6, Tcp(1, 2), optionBytes: 40), 1, 2), ping,
            Ethernet(Ip4(Inside, Web, Udp17, [], fragment: 8)), [.. ping, 0, 0, 0, 0], [.. tcp80In6, 0],
            Ethernet(Ip6(Inside6, Web6, 59, [])).With(18, 0).With(19, 0),
        ],
        ["ip_check_refuses_what_a_router_must_discard"] =
        [
            tcp80.With(24, 0), tcp80.With(30, 0xff), tcp80.With(14, 0x44), tcp80.With(14, 0x65), tcp80.With(17, 19),
            tcp80.Cut(33), tcp80.Cut(tcp80.Length - 1), tcp80In6.Cut(tcp80In6.Length - 1), tcp80In6.Cut(53),
            tcp80In6.With(14, 0x40), arp, lldp, Ethernet(Ip4(Inside, Web, Tcp6, Tcp(1, 2), optionBytes: 40)).With(73, 2),
        ],
        ["set_mac_writes_both_addresses"] = [tcp80, arp, lldp.Cut(14), Ethernet(Ip4(Outside, Web, Tcp6, Tcp(1, 2)), 100)],
        ["malformed_is_a_frame_shorter_than_its_header"] = [lldp.Cut(13), lldp.Cut(14), lldp.Cut(1), tcp80],
        ["no_tenant_is_what_no_match_takes"] = [Ethernet(Ip4(Inside, Web, 1, Ping()), 100), ping,
            Ethernet(Ip4(Inside, Web, 1, Ping()), 200), Ethernet(Ip4(Inside, Web, 1, Ping()), 300)],
        ["a_rule_that_drops_counts_as_its_output"] = [tcp22, tcp80, udp53, tcp22],
        ["tx_full_is_what_the_device_does_not_take"] = [tcp22, tcp80, udp53, ping, arp],
        ["module_fault_is_a_packet_without_an_output"] = [tcp22, tcp80, udp53, ping, arp],
        ["bursts_keep_their_order"] = [.. Enumerable.Range(0, 150).Select(i =>
            Ethernet(Ip4(Outside, Web, i % 3 == 0 ? Tcp6 : Udp17, Udp((ushort)i, (ushort)(i % 5)))))],
    };
}
