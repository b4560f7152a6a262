using System;

namespace FastPaas.Differential.Random;

/// <summary>ARP requests, neighbour solicitations and pings as hosts send them, from the type on; sometimes one thing is
/// wrong.</summary>
static class Questions
{
    public static byte[] Arp(Rng rng)
    {
        byte[] arp =
        [
            8, 6, 0, 1, 8, 0, 6, 4, 0, 1, .. Number(rng.Pick(Pools.Macs), 6), .. Number(rng.Pick(Pools.Ip4), 4),
            .. new byte[6], .. Number(rng.Pick(Pools.Ip4), 4), .. new byte[rng.Pick([0, 18])],
        ];
        if (rng.Percent(10)) arp[rng.Below(arp.Length)] ^= (byte)(1 << rng.Below(8));
        return arp;
    }

    public static byte[] Solicitation(Rng rng)
    {
        UInt128 target = rng.Pick(Pools.Ip6), source = rng.Pick(Pools.Ip6);
        UInt128 group = new UInt128(0xff02_0000_0000_0000, 0x1_ff00_0000) | (target & 0xff_ffff);
        byte[] option = source == default || rng.Percent(20) ? [] : [1, 1, .. Number(rng.Pick(Pools.Macs), 6)];
        if (rng.Percent(10)) option = [.. option, 14, (byte)rng.Below(3), .. rng.Bytes(6)];
        byte[] message = [135, 0, 0, 0, 0, 0, 0, 0, .. Address(target), .. option];
        return Ip6(rng, source, rng.Percent(80) ? group : rng.Pick(Pools.Ip6), rng.Percent(95) ? 255 : 64, message);
    }

    public static byte[] Ping6(Rng rng) => Ip6(rng, rng.Pick(Pools.Ip6), rng.Pick(Pools.Ip6), rng.Pick(Pools.Ttls),
        [128, 0, 0, 0, .. rng.Bytes(4 + rng.Below(400))]);

    public static byte[] Ping4(Rng rng)
    {
        byte[] message = [8, 0, 0, 0, .. rng.Bytes(4 + rng.Below(400))];
        Write(message, 2, Checksum(message));
        byte[] header =
        [
            0x45, 0, .. Number((ulong)(20 + message.Length), 2), .. rng.Bytes(2), (byte)(rng.Percent(80) ? 0x40 : 0x20), 0,
            (byte)rng.Pick(Pools.Ttls), 1, 0, 0, .. Number(rng.Pick(Pools.Ip4), 4), .. Number(rng.Pick(Pools.Ip4), 4),
        ];
        Write(header, 10, rng.Percent(95) ? Checksum(header) : 7);
        return [8, 0, .. header, .. message];
    }

    static byte[] Ip6(Rng rng, UInt128 source, UInt128 destination, int hopLimit, byte[] message)
    {
        byte[] addresses = [.. Address(source), .. Address(destination)];
        byte[] length = Number((ulong)message.Length, 2);
        Write(message, 2, rng.Percent(95) ? Checksum([.. addresses, 0, 0, .. length, 0, 0, 0, 58, .. message]) : 7);
        return [0x86, 0xdd, 0x60, 0, 0, 0, .. length, 58, (byte)hopLimit, .. addresses, .. message];
    }

    static byte[] Number(ulong value, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = count - 1; i >= 0; i--, value >>= 8) bytes[i] = (byte)value;
        return bytes;
    }

    static byte[] Address(UInt128 address) => [.. Number((ulong)(address >> 64), 8), .. Number((ulong)address, 8)];

    static void Write(byte[] bytes, int at, int value) => (bytes[at], bytes[at + 1]) = ((byte)(value >> 8), (byte)value);

    static int Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (int)(~sum & 0xffff);
    }
}
