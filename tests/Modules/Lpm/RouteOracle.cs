using System;
using System.Collections.Generic;

namespace FastPaas.Modules.Tests;

/// <summary>Longest prefix match by asking each length, the longest first. Knows nothing of tables.</summary>
sealed class RouteOracle
{
    readonly Dictionary<IpPrefix, int> routes = [];
    readonly int[] ip4Lengths = new int[33], ip6Lengths = new int[129];

    public void Set(IpPrefix prefix, int hop)
    {
        if (routes.TryAdd(prefix, hop)) Lengths(prefix.IsIp6)[prefix.Length]++;
        else routes[prefix] = hop;
    }

    public bool Remove(IpPrefix prefix)
    {
        if (!routes.Remove(prefix)) return false;
        Lengths(prefix.IsIp6)[prefix.Length]--;
        return true;
    }

    public int Find(Parsed packet) => packet.IsIp ? Find(packet.Dst, packet.IsIp6) : LpmNode.Miss;

    public int Find(UInt128 address, bool isIp6)
    {
        int width = isIp6 ? 128 : 32;
        for (int length = width; length >= 0; length--)
        {
            if (Lengths(isIp6)[length] == 0) continue;
            UInt128 first = length == 0 ? 0 : address & (UInt128.MaxValue << (width - length));
            if (routes.TryGetValue(new IpPrefix((ulong)(first >> 64), (ulong)first, length, isIp6), out int hop)) return hop;
        }
        return LpmNode.Miss;
    }

    int[] Lengths(bool isIp6) => isIp6 ? ip6Lengths : ip4Lengths;
}
