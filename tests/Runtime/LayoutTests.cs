using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FastPaas.Dpdk;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>Every structure shared with DPDK or with native/dpdk, against the C headers as the compiler lays them out.</summary>
public sealed partial class LayoutTests
{
    static readonly Lazy<IReadOnlyDictionary<string, string>> Headers = new(Compile);

    public static IEnumerable<(string, string, string)> Fields()
    {
        List<(string, string, string)> rows = [];
        void Add(Type type, string c, params (string Field, string C)[] fields)
        {
            foreach ((string field, string name) in fields) rows.Add((type.AssemblyQualifiedName!, field, $"{c}.{name}"));
        }
        Add(typeof(Mbuf), "rte_mbuf",
            (nameof(Mbuf.Buffer), "buf_addr"), (nameof(Mbuf.DataOffset), "data_off"), (nameof(Mbuf.References), "refcnt"),
            (nameof(Mbuf.Segments), "nb_segs"), (nameof(Mbuf.Port), "port"), (nameof(Mbuf.Flags), "ol_flags"),
            (nameof(Mbuf.PacketType), "packet_type"), (nameof(Mbuf.PacketLength), "pkt_len"),
            (nameof(Mbuf.DataLength), "data_len"),
            (nameof(Mbuf.VlanTci), "vlan_tci"), (nameof(Mbuf.Hash), "hash.rss"), (nameof(Mbuf.BufferLength), "buf_len"),
            (nameof(Mbuf.Pool), "pool"), (nameof(Mbuf.Next), "next"),
            (nameof(Mbuf.TransmitOffload), "tx_offload"));
        Add(typeof(PortOperations), "rte_eth_fp_ops",
            (nameof(PortOperations.Receive), "rx_pkt_burst"), (nameof(PortOperations.ReceiveQueues), "rxq.data"),
            (nameof(PortOperations.Send), "tx_pkt_burst"), (nameof(PortOperations.SendQueues), "txq.data"));
        foreach ((Type type, string c) in Ours)
            foreach (var field in type.GetFields())
                rows.Add((type.AssemblyQualifiedName!, field.Name, $"{c}.{SnakeCase(field.Name)}"));
        return rows;
    }

    static readonly (Type, string)[] Ours =
    [
        (typeof(RawStart), "fp_raw_start"), (typeof(PortAbility), "fp_port_ability"),
        (typeof(Sender), "fp_sender"), (typeof(PortSettings), "fp_port_settings"), (typeof(PortState), "fp_port_state"),
        (typeof(PortStatistics), "fp_port_statistics"), (typeof(OpenLoopSource), "fp_open_loop_counters"),
        (typeof(CInstance), "fp_instance"),
    ];

    [Test]
    [MethodDataSource(nameof(Fields))]
    public void A_field_is_where_the_header_puts_it(string type, string field, string c)
    {
        Type structure = Type.GetType(type)!;
        int offset = (int)Marshal.OffsetOf(structure, field);
        int size = SizeOf(structure.GetField(field)!.FieldType);
        Assert.Equal(Headers.Value[c], $"{offset} {size}");
    }

    [Test]
    [Arguments(typeof(Mbuf), "rte_mbuf")]
    [Arguments(typeof(PortOperations), "rte_eth_fp_ops")]
    [Arguments(typeof(RawStart), "fp_raw_start")]
    [Arguments(typeof(PortAbility), "fp_port_ability")]
    [Arguments(typeof(PortSettings), "fp_port_settings")]
    [Arguments(typeof(PortState), "fp_port_state")]
    [Arguments(typeof(PortStatistics), "fp_port_statistics")]
    [Arguments(typeof(OpenLoopSource), "fp_open_loop_counters")]
    [Arguments(typeof(CInstance), "fp_instance")]
    public void A_structure_is_as_long_as_the_header_says(Type type, string c) =>
        Assert.Equal(Headers.Value[c], Marshal.SizeOf(type).ToString());

    /// <summary>FUNCTION_FIRST is FunctionFirst, and so on, all of them and no others.</summary>
    [Test]
    public void The_arena_is_laid_out_as_the_pass_and_the_verifier_have_it()
    {
        string definitions = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "module", "arena.def"));
        IEnumerable<string> theirs = ArenaNumber().Matches(definitions)
            .Select(match => $"{match.Groups[1].Value} {Convert.ToUInt64(match.Groups[2].Value, 16)}");
        IEnumerable<string> ours = typeof(ArenaLayout).GetFields()
            .Select(field => $"{SnakeCase(field.Name).ToUpperInvariant()} {field.GetRawConstantValue()}");
        Assert.Equal(theirs, ours);
    }

    [GeneratedRegex(@"^ARENA\((\w+), +0x([0-9a-f]+)\)", RegexOptions.Multiline)]
    private static partial Regex ArenaNumber();

    [Test]
    public void The_headroom_is_the_one_that_DPDK_was_built_with() =>
        Assert.Equal(Headers.Value["RTE_PKTMBUF_HEADROOM"], Mempool.HeadroomBytes.ToString());

    [Test]
    public void An_lcore_caches_no_more_packets_than_DPDK_allows() =>
        Assert.Equal(Headers.Value["RTE_MEMPOOL_CACHE_MAX_SIZE"], Mempool.CachePackets.ToString());

    static int SizeOf(Type type) => type.IsPointer || type.IsFunctionPointer ? 8
        : Marshal.SizeOf(type.IsEnum ? type.GetEnumUnderlyingType() : type);

    static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    static Dictionary<string, string> Compile() =>
        CProgram.Run("layouts/layouts.c").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
}
