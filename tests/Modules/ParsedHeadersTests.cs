using System;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Tests over all lanes against the same test lane by lane.</summary>
public sealed unsafe class ParsedHeadersTests
{
    [Test]
    public void Ranges_over_all_lanes_are_ranges_lane_by_lane()
    {
        using PlainLcore lcore = new();
        Random random = new(1);
        byte[] edges = [0, 1, 2, 127, 128, 254, 255];
        uint[] wide = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
        for (int round = 0; round < 500; round++)
        {
            for (int lane = 0; lane < PlainLcore.Lanes; lane++)
            {
                lcore.Headers->Layers[lane] = (byte)random.Next(256);
                lcore.Headers->IpTtl[lane] = edges[random.Next(edges.Length)];
                lcore.Headers->IpSrc[lane] = wide[random.Next(wide.Length)];
                lcore.Headers->IpDst[lane] = (uint)random.NextInt64(1L << 32);
                lcore.Headers->EthType[lane] = random.Next(2) == 0 ? EtherType.Arp : EtherType.Ip4;
            }
            ulong lanes = (ulong)random.NextInt64() << random.Next(2);
            ParsedHeaders headers = lcore.Burst(lanes).Headers;
            (byte first, byte last) = (edges[random.Next(edges.Length)], edges[random.Next(edges.Length)]);
            (uint from, uint to) = (wide[random.Next(wide.Length)], wide[random.Next(wide.Length)]);
            (LaneMask ttl, LaneMask src, LaneMask dst, LaneMask arp) = default((LaneMask, LaneMask, LaneMask, LaneMask));
            foreach (int lane in new LaneMask(lanes))
            {
                HeaderLayers layers = (HeaderLayers)lcore.Headers->Layers[lane];
                bool is4 = (layers & HeaderLayers.Ip4) != 0, isIp = is4 || (layers & HeaderLayers.Ip6) != 0;
                byte value = headers.IpTtl(lane);
                if (isIp && first <= value && value <= last) ttl |= LaneMask.Of(lane);
                if (is4 && from <= headers.IpSrc(lane) && headers.IpSrc(lane) <= to) src |= LaneMask.Of(lane);
                if (is4 && from <= headers.IpDst(lane) && headers.IpDst(lane) <= to) dst |= LaneMask.Of(lane);
                if (headers.EthType(lane) == EtherType.Arp) arp |= LaneMask.Of(lane);
            }
            Assert.Equal(ttl, headers.IpTtlIn(first, last));
            Assert.Equal(src, headers.IpSrcIn(from, to));
            Assert.Equal(dst, headers.IpDstIn(from, to));
            Assert.Equal(arp, headers.EthTypeIs(EtherType.Arp));
        }
    }
}
