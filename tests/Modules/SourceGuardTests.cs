using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

public sealed unsafe class SourceGuardTests
{
    static bool Passes(SourceGuardConfig config, Parsed packet)
    {
        if (!packet.IsIp)
        {
            if (packet.EthType is EtherType.Ip4 or EtherType.Ip6) return false;
            return packet.EthType == EtherType.Arp
                ? config.Arp == SourceGuardConfig.ArpValue.Pass
                : config.Other == SourceGuardConfig.OtherValue.Pass;
        }
        return config.Allowed.Any(prefix => prefix.IsIp6 == packet.IsIp6 && Within(prefix, packet.Src));
    }

    static bool Within(IpPrefix prefix, UInt128 address)
    {
        int width = prefix.IsIp6 ? 128 : 32;
        for (int bit = 0; bit < prefix.Length; bit++)
            if ((address >> (width - 1 - bit) & 1) != (prefix.First >> (width - 1 - bit) & 1)) return false;
        return true;
    }

    [Test]
    [Arguments(1), Arguments(2), Arguments(8), Arguments(9), Arguments(40), Arguments(1000)]
    public void It_passes_what_a_walk_over_the_prefixes_passes(int count)
    {
        RandomHeaders draw = new(count);
        for (int round = 0; round < (count > 100 ? 8 : 150); round++)
        {
            List<IpPrefix> allowed = [.. Enumerable.Range(0, count).Select(i => i > 40 ? Narrow(draw, i) : draw.Prefix())];
            SourceGuardConfig config = new(allowed, (SourceGuardConfig.ArpValue)draw.Random.Next(2),
                (SourceGuardConfig.OtherValue)draw.Random.Next(2));
            using ModuleHeap heap = new();
            SourceGuard.State state = default;
            SourceGuard.Init(config, heap, ref state);
            using PlainLcore lcore = new();
            Parsed[] packets = [.. Enumerable.Range(0, PlainLcore.Lanes).Select(_ => draw.Packet())];
            for (int lane = 0; lane < packets.Length; lane++) packets[lane].WriteTo(lcore.Headers, lane);
            ulong lanes = (ulong)draw.Random.NextInt64() << 1;
            SourceGuard.Process(lcore.Burst(lanes), new LaneMask(lanes), ref state, out LaneMask pass, out LaneMask spoofed);
            Assert.Equal(lanes, pass.Bits | spoofed.Bits);
            Assert.Equal(0ul, pass.Bits & spoofed.Bits);
            foreach (int lane in new LaneMask(lanes)) Assert.True(
                Passes(config, packets[lane]) == pass.Contains(lane), $"{packets[lane]}");
        }
    }

    /// <summary>Long prefixes, so that a thousand don't allow everything.</summary>
    static IpPrefix Narrow(RandomHeaders draw, int i)
    {
        bool isIp6 = i % 2 == 0;
        UInt128 address = draw.Address(isIp6) + (uint)i * 2;
        address = isIp6 ? address : (uint)address;
        return new IpPrefix((ulong)(address >> 64), (ulong)address, isIp6 ? 128 : 32, isIp6);
    }
}
