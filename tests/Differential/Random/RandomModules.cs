using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Numerics;

namespace FastPaas.Differential.Random;

/// <summary>Random module nodes with random configurations.</summary>
sealed class RandomModules(Rng rng)
{
    public ModuleSketch Next(string name, Func<string> target) => rng.Below(18) switch
    {
        0 => new(name, "macswap", [("out", target())], []),
        1 => new(name, "counter", [("out", target())], []),
        2 => new(name, "ttl", [("out", target()), ("expired", target())], []),
        3 => new(name, "vlan", [("out", target()), ("other", target())], Vlan()),
        4 => new(name, "arp", [("reply", target()), ("other", target())], Arp()),
        5 or 6 => new(name, "icmp", [("reply", target()), ("other", target())], Icmp()),
        7 => new(name, "source_guard", [("pass", target()), ("spoofed", target())], SourceGuard()),
        8 => new(name, "lpm", [.. Enumerable.Range(0, 8).Select(hop => ($"hop{hop}", target())), ("miss", target())], Lpm()),
        9 => new(name, "policer", [("green", target()), ("yellow", target()), ("red", target())], Policer()),
        10 => new(name, "flow_counter", [("tracked", target()), ("untracked", target())], [$"flows_max = {rng.Between(1, 8)}"]),
        11 => new(name, "ip_check", [("ok", target()), ("bad", target())], []),
        12 => new(name, "set_mac", [("out", target())], [$"source = \"{Mac()}\"", $"destination = \"{Mac()}\""]),
        13 => new(name, "mirror", [("out", target()), ("copy", target())], Mirror()),
        14 or 15 => new(name, "cache", [("hit", target()), ("miss", target())], Cache()),
        _ => new(name, "acl", [("permit", target()), ("deny", target())], Acl()),
    };

    IReadOnlyList<string> SourceGuard()
    {
        List<string> lines = [$"allowed = {List(rng.Between(1, 6), () => $"\"{Prefix(rng.Percent(40))}\"")}"];
        Optional(lines, "arp", "pass", "spoofed");
        Optional(lines, "other", "pass", "spoofed");
        return lines;
    }

    IReadOnlyList<string> Lpm()
    {
        int routes = rng.Below(10) switch { < 7 => rng.Between(0, 6), < 9 => rng.Between(7, 40), _ => rng.Between(41, 200) };
        return
        [
            "routes = [",
            .. Enumerable.Range(0, routes).Select(_ =>
                $"  {{ prefix = \"{Prefix(rng.Percent(40))}\", hop = {rng.Below(8)} }},"),
            "]",
        ];
    }

    /// <summary>Buckets of a few packets, and rates that give a part of one to many of them a burst.</summary>
    IReadOnlyList<string> Policer()
    {
        List<string> lines =
        [
            $"rate_bytes_per_second = {(rng.Percent(50) ? rng.Between(1, 2_000_000_000) : 1_000_000_000L * rng.Between(2, 100))}",
            $"committed_burst_bytes = {rng.Between(64, 4_000)}",
        ];
        if (rng.Percent(60)) lines.Add($"excess_burst_bytes = {rng.Between(0, 3_000)}");
        Optional(lines, "mode", "blind", "aware");
        return lines;
    }

    IReadOnlyList<string> Cache()
    {
        List<string> lines = [$"learn = {(rng.Percent(90) ? "true" : "false")}", $"value_seconds = {rng.Between(1, 9)}"];
        if (rng.Percent(50))
            lines.Add("names = [{ name = \"set.example\", address = \"192.0.2.9\", ttl_seconds = 9 }, " +
                "{ name = \"set.example\", address = \"192.0.2.8\" }, { name = \"a.b\", address = \"2001:db8::9\" }]");
        if (rng.Percent(50)) lines.Add("values = [{ key = \"set\", value = \"in the configuration\" }]");
        return lines;
    }

    string Mac() => string.Join(':', Enumerable.Range(0, 6).Select(_ => rng.Below(256).ToString("x2")));

    IReadOnlyList<string> Acl()
    {
        var lines = new List<string>();
        Optional(lines, "default", "permit", "deny");
        Optional(lines, "other", "permit", "deny");
        int rules = rng.Below(10) switch { < 7 => rng.Between(1, 6), < 9 => rng.Between(7, 40), _ => rng.Between(41, 200) };
        lines.Add("rules = [");
        for (int i = 0; i < rules; i++) lines.Add($"  {{ {string.Join(", ", Rule())} }},");
        lines.Add("]");
        return lines;
    }

    IEnumerable<string> Rule()
    {
        yield return $"action = \"{rng.Pick(["permit", "deny"])}\"";
        // One family on both sides, or the module refuses a rule that can't match.
        bool isIp6 = rng.Percent(40);
        bool hasSource = rng.Percent(45), hasDestination = rng.Percent(45);
        bool isMixed = !(hasSource && hasDestination) && rng.Percent(30);
        if (hasSource) yield return $"src = {Some(() => $"\"{Prefix(isIp6 ^ (isMixed && rng.Percent(50)))}\"")}";
        if (hasDestination) yield return $"dst = {Some(() => $"\"{Prefix(isIp6 ^ (isMixed && rng.Percent(50)))}\"")}";
        // Only TCP and UDP have ports, and a rule that can't match is refused.
        bool hasSourcePort = rng.Percent(25), hasDestinationPort = rng.Percent(35);
        string ported = hasSourcePort || hasDestinationPort ? rng.Pick(["6, ", "17, ", "\"6..17\", ", "\"0..255\", "]) : "";
        if (rng.Percent(35)) yield return $"proto = [{ported}{Some(() => Range(Pools.Protocols, 255))[1..]}";
        if (hasSourcePort) yield return $"src_port = {Some(() => Range(Pools.Ports, 65535))}";
        if (hasDestinationPort) yield return $"dst_port = {Some(() => Range(Pools.Ports, 65535))}";
    }

    IReadOnlyList<string> Mirror()
    {
        List<string> lines = [];
        if (rng.Percent(40)) lines.Add($"one_in = {rng.Between(1, 9)}");
        if (rng.Percent(40)) lines.Add($"snap_bytes = {rng.Pick([14, 17, 34, 54, 128, 256, 300])}");
        return lines;
    }

    IReadOnlyList<string> Vlan()
    {
        List<string> lines = [$"operation = \"{rng.Pick(["push", "pop", "rewrite"])}\""];
        if (rng.Percent(70)) lines.Add($"id = {rng.Pick([0, 1, 10, 25, 100, 4094])}");
        if (rng.Percent(50)) lines.Add($"priority = {rng.Below(8)}");
        Optional(lines, "tag_type", "customer", "service");
        string[] parts = ["id", "priority", "tag_type"];
        if (rng.Percent(50)) lines.Add($"rewrites = [\"{parts[rng.Below(3)]}\", \"{parts[rng.Below(3)]}\"]");
        return lines;
    }

    IReadOnlyList<string> Arp() =>
    [
        "addresses = [",
        .. Enumerable.Range(0, rng.Between(1, 8)).Select(_ =>
            $"  {{ address = \"{Prefix(rng.Percent(50))}\", mac = \"02:00:00:00:00:0{rng.Between(1, 3)}\" }},"),
        "]",
    ];

    /// <summary>More errors than there are packets: the reference doesn't count them.</summary>
    IReadOnlyList<string> Icmp()
    {
        string operation = rng.Pick(["echo", "time_exceeded", "unreachable"]);
        List<string> lines = [$"operation = \"{operation}\"", "messages_burst = 1_000_000"];
        Optional(lines, "reason", "no_route", "prohibited", "address", "port");
        string[] addresses = operation == "echo" ? ["10.0.0.0/8", "192.0.2.1", "2001:db8:1::/48", "fe80::/64"]
            : ["192.0.2.254", "2001:db8::fe"];
        string[] some = addresses.Where(_ => rng.Percent(70)).ToArray();
        lines.Add($"addresses = [{string.Join(", ", (some.Length == 0 ? addresses : some).Select(each => $"\"{each}\""))}]");
        return lines;
    }

    void Optional(List<string> lines, string key, params string[] values)
    {
        if (rng.Percent(60)) lines.Add($"{key} = \"{rng.Pick(values)}\"");
    }

    string Some(Func<string> item) => List(rng.Percent(70) ? 1 : rng.Between(2, 4), item);

    static string List(int count, Func<string> item) => $"[{string.Join(", ", Enumerable.Range(0, count).Select(_ => item()))}]";

    string Range(IReadOnlyList<int> pool, int max)
    {
        int first = (int)Pools.Near(rng, pool, (UInt128)max, n => (UInt128)n);
        int last = (int)Pools.Near(rng, pool, (UInt128)max, n => (UInt128)n);
        return rng.Below(3) switch
        {
            0 => first.ToString(),
            1 => $"\"{first}\"",
            _ => $"\"{Math.Min(first, last)}..{Math.Max(first, last)}\"",
        };
    }

    /// <summary>A prefix of an address that packets use.</summary>
    string Prefix(bool isIp6)
    {
        int bits = isIp6 ? 128 : 32;
        int length = rng.Percent(25) ? bits : rng.Percent(5) ? 0 : rng.Between(1, bits);
        BigInteger address = isIp6 ? (BigInteger)rng.Pick(Pools.Ip6) : rng.Pick(Pools.Ip4);
        address = address >> (bits - length) << (bits - length);
        byte[] octets = new byte[bits / 8];
        for (int i = octets.Length - 1; i >= 0; i--, address >>= 8) octets[i] = (byte)(address & 0xff);
        string text = new IPAddress(octets).ToString();
        return length == bits && rng.Percent(50) ? text : $"{text}/{length}";
    }
}
