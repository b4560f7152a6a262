using System;
using System.Collections.Generic;

namespace FastPaas.Differential.Random;

/// <summary>Builds one plausible packet layer by layer; what it writes into length fields may be made to lie.</summary>
sealed class PacketBuilder(Rng rng)
{
    readonly List<byte> bytes = [];
    readonly List<string> layers = [];

    public string Origin => string.Join('/', layers);

    public byte[] Build()
    {
        bytes.Clear();
        layers.Clear();
        Append(rng.Pick(Pools.Macs), 6);
        Append(rng.Pick(Pools.Macs), 6);
        int tags = rng.Below(10) switch { < 5 => 0, < 8 => 1, < 9 => 2, _ => 3 };
        for (int i = 0; i < tags; i++) AppendTag();

        int kind = rng.Below(10);
        if (rng.Percent(16)) AppendQuestion();
        else if (kind < 5) AppendIp4();
        else if (kind < 9) AppendIp6();
        else AppendOther();

        if (rng.Percent(30)) Append(rng.Bytes(rng.Below(20)), "padding");
        return bytes.ToArray();
    }

    void AppendTag()
    {
        Append(rng.Percent(70) ? 0x8100ul : 0x88a8, 2);
        Append((ulong)(rng.Pick(Pools.VlanIds) | rng.Below(16) << 12), 2);
        layers.Add("vlan");
    }

    void AppendOther()
    {
        Append((ulong)rng.Pick(Pools.EtherTypes), 2);
        Append(rng.Bytes(rng.Below(80)), "other");
    }

    /// <summary>What the responders answer, nearly always whole and right.</summary>
    void AppendQuestion()
    {
        int kind = rng.Below(6);
        byte[] question = kind switch
        {
            0 => Questions.Arp(rng),
            1 => Questions.Solicitation(rng),
            2 => Questions.Ping4(rng),
            3 => Questions.Ping6(rng),
            _ => CacheQuestions.Next(rng),
        };
        Append(question, kind >= 4 ? "question" : new[] { "arp", "solicitation", "ping4", "ping6" }[kind]);
    }

    void AppendIp4()
    {
        Append(0x0800, 2);
        layers.Add("ip4");
        int at = bytes.Count;
        int words = rng.Percent(70) ? 5 : rng.Between(6, 15);
        int protocol = Protocol();
        Append((ulong)(0x40 | words), 1);
        Append((ulong)(rng.Pick(Pools.Dscps) << 2 | rng.Below(4)), 1);
        Append(0, 2);
        Append((ulong)rng.Below(65536), 2);
        Append((ulong)FragmentBits(0x2000, 0x1fff, 0), 2);
        Append((ulong)rng.Pick(Pools.Ttls), 1);
        Append((ulong)protocol, 1);
        Append(0, 2);
        Append(rng.Pick(Pools.Ip4), 4);
        Append(rng.Pick(Pools.Ip4), 4);
        for (int i = 5; i < words; i++) Append(rng.Next() & 0xffffffff, 4);
        int checksum = Checksum(at, 4 * words);
        AppendLayer4(protocol, 1);
        Overwrite(at + 2, bytes.Count - at);
        // Right for the length that it has now; else wrong, for an incremental update must not care.
        checksum = Checksum(at, 4 * words);
        Overwrite(at + 10, rng.Below(10) switch { 0 => rng.Below(65536), 1 => rng.Pick([0, 0xffff, 0xfeff]), _ => checksum });
        if (rng.Percent(8)) Overwrite(at + 2, rng.Below(65536));
        if (rng.Percent(3)) bytes[at] = rng.Byte();
    }

    void AppendIp6()
    {
        Append(0x86dd, 2);
        layers.Add("ip6");
        int at = bytes.Count;
        Append(0x60000000ul | (ulong)rng.Pick(Pools.Dscps) << 22 | rng.Next() & 0xfffff, 4);
        Append(0, 2);
        Append(0, 1);
        Append((ulong)rng.Pick(Pools.Ttls), 1);
        Append(rng.Pick(Pools.Ip6));
        Append(rng.Pick(Pools.Ip6));
        int link = at + 6;
        int extensions = rng.Below(10) switch { < 5 => 0, < 8 => rng.Between(1, 3), _ => rng.Between(4, 10) };
        for (int i = 0; i < extensions; i++) link = AppendExtension(link);
        int protocol = Protocol();
        bytes[link] = (byte)protocol;
        AppendLayer4(protocol, 58);
        Overwrite(at + 4, bytes.Count - at - 40);
        if (rng.Percent(8)) Overwrite(at + 4, rng.Percent(30) ? 0 : rng.Below(300));
        if (rng.Percent(3)) bytes[at] = rng.Byte();
    }

    /// <returns>Where this header's own next-header byte lies.</returns>
    int AppendExtension(int link)
    {
        int type = rng.Pick([0, 43, 60, 135, 51, 44]);
        bytes[link] = (byte)type;
        layers.Add($"ext{type}");
        int at = bytes.Count;
        if (type == 44)
        {
            Append(0, 2);
            Append((ulong)FragmentBits(1, 0x1fff, 3), 2);
            Append(rng.Next() & 0xffffffff, 4);
            return at;
        }

        int units = rng.Percent(80) ? rng.Below(3) : rng.Below(12);
        Append(0, 1);
        Append((ulong)(rng.Percent(95) ? units : rng.Byte()), 1);
        Append(rng.Bytes((type == 51 ? 4 * (units + 2) : 8 * (1 + units)) - 2));
        return at;
    }

    int FragmentBits(int more, int offsetMax, int shift)
    {
        if (rng.Percent(85)) return 0;
        int offset = rng.Percent(50) ? 0 : rng.Between(1, offsetMax);
        return offset << shift | (rng.Percent(60) ? more : 0);
    }

    int Protocol() => rng.Below(10) switch { < 4 => 6, < 8 => 17, 8 => rng.Percent(50) ? 1 : 58, _ => rng.Pick(Pools.Protocols) };

    void AppendLayer4(int protocol, int icmp)
    {
        if (protocol is 6 or 17)
        {
            layers.Add(protocol == 6 ? "tcp" : "udp");
            Append((ulong)rng.Pick(Pools.Ports), 2);
            Append((ulong)rng.Pick(Pools.Ports), 2);
        }

        if (protocol == 6)
        {
            Append(rng.Next(), 8);
            Append((ulong)(0x50 | rng.Below(16)), 1);
            Append((ulong)rng.Pick(Pools.Flags), 1);
            Append(rng.Next() & 0xffffffff_ffff, 6);
        }
        else if (protocol == 17)
        {
            Append(rng.Next() & 0xffffffff, 4);
        }
        else if (protocol == icmp)
        {
            layers.Add("icmp");
            Append((ulong)rng.Pick(Pools.IcmpTypes), 1);
            Append(rng.Bytes(7));
        }

        int payload = rng.Below(10) switch { < 4 => 0, < 7 => rng.Below(40), < 9 => rng.Below(300), _ => rng.Below(1400) };
        Append(rng.Bytes(payload));
    }

    int Checksum(int at, int count)
    {
        uint sum = 0;
        for (int i = at; i < at + count; i += 2) sum += i == at + 10 ? 0 : (uint)(bytes[i] << 8 | bytes[i + 1]);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (int)(~sum & 0xffff);
    }

    void Overwrite(int at, int value)
    {
        bytes[at] = (byte)(value >> 8);
        bytes[at + 1] = (byte)value;
    }

    void Append(ulong value, int count)
    {
        for (int i = count - 1; i >= 0; i--) bytes.Add((byte)(value >> 8 * i));
    }

    void Append(UInt128 address)
    {
        Append((ulong)(address >> 64), 8);
        Append((ulong)address, 8);
    }

    void Append(byte[] data, string? layer = null)
    {
        bytes.AddRange(data);
        if (layer != null) layers.Add(layer);
    }
}
