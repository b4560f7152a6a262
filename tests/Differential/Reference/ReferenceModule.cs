using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using FastPaas.Graph;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Reference;

/// <summary>A module's behaviour, written again from its README and manifest.</summary>
abstract class ReferenceModule
{
    /// <summary>The burst's clock.</summary>
    public ulong NowCycles { get; set; }

    /// <summary>May change the packet's bytes.</summary>
    /// <returns>The index of the output that it leaves by.</returns>
    public virtual int Process(byte[] packet) =>
        throw new InvalidOperationException($"{GetType().Name} takes whole packets.");

    /// <summary>May resize it too.</summary>
    public virtual int Process(ReferencePacket packet) => Process(packet.Bytes);

    /// <summary>The end of the names of modules in C that do what one in C# does: they share the reference.</summary>
    public const string InC = "_c";

    public static bool HasTwinInC(string module) => module is "macswap" or "lpm" or "policer";

    static string BehaviourOf(string module) => module.EndsWith(InC, StringComparison.Ordinal) ? module[..^InC.Length] : module;

    public static ReferenceModule Create(ModuleNode node) => BehaviourOf(node.Module.Name) switch
    {
        "macswap" => new ReferenceMacSwap(),
        "counter" => new ReferenceCounter(),
        "ttl" => new ReferenceTtl(node),
        "source_guard" => new ReferenceSourceGuard(node),
        "acl" => new ReferenceAcl(node),
        "vlan" => new ReferenceVlan(node),
        "arp" => new ReferenceArp(node),
        "mirror" => new ReferenceMirror(node),
        "icmp" => new ReferenceIcmp(node),
        "lpm" => new ReferenceLpm(node),
        "policer" => new ReferencePolicer(node),
        "flow_counter" => new ReferenceFlowCounter(node),
        "ip_check" => new ReferenceIpCheck(node),
        "cache" => new ReferenceCache(node),
        "set_mac" => new ReferenceSetMac(node),
        _ => throw new InvalidOperationException($"The reference knows no module {node.Module.Name}."),
    };

    /// <summary>Whether it makes a copy of the packet that it has just processed.</summary>
    public virtual bool Copies => false;

    /// <summary>What a copy holds at most, and the output that it leaves by.</summary>
    public virtual (int BytesMax, int Output) Copy => throw new InvalidOperationException("It copies nothing.");

    protected static int Output(ModuleNode node, string name) => node.Module.Outputs.ToList().IndexOf(name);

    /// <summary>RFC 1071, from scratch.</summary>
    protected static int Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (int)(~sum & 0xffff);
    }

    protected static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];

    protected static int Word(byte[] frame, int at) => frame[at] << 8 | frame[at + 1];

    protected static void Write(byte[] frame, int at, int value) => Word(value).CopyTo(frame, at);

    protected static ConfigValue Value(IEnumerable<ConfigValue> values, string key) => values.Single(value => value.Key == key);

    /// <summary>The elements of a list, wherever it stood.</summary>
    protected static IEnumerable<ConfigValue> List(ModuleNode node, string name)
    {
        ConfigValue list = Value(node.Config, name);
        if (list.PackedCount == 0) return list.Items;
        return Graph.Model.PackedRecords.Read(node.Module.Config.Single(key => key.Name == name), list);
    }
}

/// <summary>Every packet goes on; the first of each <c>one_in</c> is copied.</summary>
sealed class ReferenceMirror(ModuleNode node) : ReferenceModule
{
    readonly ulong oneIn = Value(node.Config, "one_in").Number;
    ulong seen;

    public override bool Copies => (seen - 1) % oneIn == 0;

    public override (int BytesMax, int Output) Copy { get; } =
        ((int)Value(node.Config, "snap_bytes").Number, Output(node, "copy"));

    public override int Process(byte[] packet)
    {
        seen++;
        return Output(node, "out");
    }
}

sealed class ReferenceCounter : ReferenceModule
{
    public override int Process(byte[] packet) => 0;
}

sealed class ReferenceMacSwap : ReferenceModule
{
    public override int Process(byte[] packet)
    {
        byte[] destination = packet[..6];
        packet.AsSpan(6, 6).CopyTo(packet);
        destination.CopyTo(packet, 6);
        return 0;
    }
}

/// <summary>An address, or a prefix of them: the family and the leading bits.</summary>
sealed class ReferencePrefix(ConfigValue value)
{
    readonly int bits = value.IsIp6 ? 128 : 32;
    readonly BigInteger address = ((BigInteger)value.Number2 << 64) + value.Number;

    public bool IsIp6 => value.IsIp6;

    public bool Contains(BigInteger other) => other >> (bits - value.PrefixLength) == address >> (bits - value.PrefixLength);

    public static bool SourceIn(ReferencePrefix prefix, ReferenceHeaders packet) =>
        packet[prefix.IsIp6 ? HeaderField.Ip6Src : HeaderField.IpSrc] is { } address && prefix.Contains(address);

    public static bool DestinationIn(ReferencePrefix prefix, ReferenceHeaders packet) =>
        packet[prefix.IsIp6 ? HeaderField.Ip6Dst : HeaderField.IpDst] is { } address && prefix.Contains(address);
}

/// <summary>RFC 1812, 5.3.1; the IPv4 checksum by RFC 1624, equation 3.</summary>
sealed class ReferenceTtl(ModuleNode node) : ReferenceModule
{
    readonly int forwarded = Output(node, "out");
    readonly int expired = Output(node, "expired");

    public override int Process(byte[] packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet);
        if (headers[HeaderField.IpOffset] is not { } at) return forwarded;
        int l3 = (int)at;
        int ttlAt = headers.HasIp4 ? l3 + 8 : l3 + 7;
        if (packet[ttlAt] <= 1) return expired;
        int before = packet[l3 + 8] << 8 | packet[l3 + 9];
        packet[ttlAt]--;
        if (headers.HasIp4) UpdateChecksum(packet, l3 + 10, before, packet[l3 + 8] << 8 | packet[l3 + 9]);
        return forwarded;
    }

    static void UpdateChecksum(byte[] packet, int at, int before, int after)
    {
        int sum = (~(packet[at] << 8 | packet[at + 1]) & 0xffff) + (~before & 0xffff) + after;
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        packet[at] = (byte)(~sum >> 8);
        packet[at + 1] = (byte)~sum;
    }
}

sealed class ReferenceSourceGuard(ModuleNode node) : ReferenceModule
{
    readonly ReferencePrefix[] allowed = Value(node.Config, "allowed").Items.Select(item => new ReferencePrefix(item)).ToArray();
    readonly int pass = Output(node, "pass");
    readonly int spoofed = Output(node, "spoofed");
    readonly int arp = Output(node, Value(node.Config, "arp").Text);
    readonly int other = Output(node, Value(node.Config, "other").Text);

    public override int Process(byte[] packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet);
        if (headers.HasIp4 || headers.HasIp6)
        {
            return allowed.Any(prefix => ReferencePrefix.SourceIn(prefix, headers)) ? pass : spoofed;
        }

        return (int)headers[HeaderField.EthType]! switch
        {
            0x0806 => arp,
            0x0800 or 0x86dd => spoofed,
            _ => other,
        };
    }
}

sealed class ReferenceAcl(ModuleNode node) : ReferenceModule
{
    readonly ReferenceAclRule[] rules =
        Value(node.Config, "rules").Items.Select(item => new ReferenceAclRule(node, item)).ToArray();
    readonly int otherwise = Output(node, Value(node.Config, "default").Text);
    readonly int other = Output(node, Value(node.Config, "other").Text);
    readonly int deny = Output(node, "deny");

    public override int Process(byte[] packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet);
        if (headers.HasIp4 || headers.HasIp6) return rules.FirstOrDefault(rule => rule.Matches(headers))?.Action ?? otherwise;
        return (int)headers[HeaderField.EthType]! is 0x0800 or 0x86dd ? deny : other;
    }

    sealed class ReferenceAclRule(ModuleNode node, ConfigValue rule)
    {
        readonly ReferencePrefix[] sources = Value(rule.Items, "src").Items.Select(item => new ReferencePrefix(item)).ToArray();
        readonly ReferencePrefix[] destinations =
            Value(rule.Items, "dst").Items.Select(item => new ReferencePrefix(item)).ToArray();

        public int Action { get; } = Output(node, Value(rule.Items, "action").Text);

        bool Denies => Action == Output(node, "deny");

        public bool Matches(ReferenceHeaders packet)
        {
            int protocol = (int)packet[HeaderField.IpProto]!;
            bool protocolHidden = packet.HasIp6 && protocol is 0 or 43 or 44 or 51 or 60 or 135;
            bool portsHidden = protocolHidden || protocol is 6 or 17 && packet[HeaderField.L4Src] == null;
            return (sources.Length == 0 || sources.Any(prefix => ReferencePrefix.SourceIn(prefix, packet)))
                && (destinations.Length == 0 || destinations.Any(prefix => ReferencePrefix.DestinationIn(prefix, packet)))
                && Accepts("proto", (UInt128)protocol, protocolHidden)
                && Accepts("src_port", packet[HeaderField.L4Src], portsHidden)
                && Accepts("dst_port", packet[HeaderField.L4Dst], portsHidden);
        }

        /// <summary>What can't be seen might be what a denying rule means, and is never what a permitting one means.</summary>
        bool Accepts(string key, UInt128? value, bool isHidden)
        {
            EquatableArray<ConfigValue> ranges = Value(rule.Items, key).Items;
            if (ranges.Count == 0) return true;
            if (isHidden) return Denies;
            return value is { } number && ranges.Any(range => range.Number <= number && number <= range.Number2);
        }
    }
}
