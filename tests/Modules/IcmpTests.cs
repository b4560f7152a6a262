using System.Collections.Generic;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>What the packet cases can't show: the rate, and configurations that are refused. The packets themselves are compared
/// with a second implementation in tests/Differential.</summary>
public sealed class IcmpTests
{
    static readonly IpPrefix Router = new(0, 0xc000_0201, 32, IsIp6: false);
    static readonly IpPrefix Router6 = new(0x2001_0db8ul << 32, 1, 128, IsIp6: true);

    [Test]
    public void Errors_are_earned_by_time_up_to_the_burst()
    {
        using ModuleHeap heap = new() { CyclesPerSecond = 1_000 };
        Icmp.State state = default;
        Icmp.Init(Errors([Router], perSecond: 10, burst: 3), heap, ref state);
        Assert.Equal(3, Sent(ref state, 1_000));
        Assert.Equal(0, Sent(ref state, 1_099));
        Assert.Equal(1, Sent(ref state, 1_100));
        Assert.Equal(3, Sent(ref state, 9_000));
        Assert.Equal(0, Sent(ref state, 500));
        Assert.Equal(1, Sent(ref state, 600));
    }

    [Test]
    public void Lcores_share_the_rate()
    {
        using SharedModuleMemory shared = new(lcores: 4);
        using ModuleHeap heap = new(shared: shared) { CyclesPerSecond = 1_000 };
        Icmp.State state = default;
        Icmp.Init(Errors([Router], perSecond: 10, burst: 1), heap, ref state);
        Assert.Equal(1, Sent(ref state, 1_000));
        Assert.Equal(0, Sent(ref state, 1_399));
        Assert.Equal(1, Sent(ref state, 1_400));
    }

    [Test]
    public void Addresses_that_are_not_a_host_s_and_second_sources_are_refused()
    {
        Refused(Errors([Router, Router]));
        Refused(Errors([new IpPrefix(0, 0xc000_0200, 24, IsIp6: false)]));
        Refused(Errors([new IpPrefix(0, 0xe000_0001, 32, IsIp6: false)]));
        Refused(Errors([new IpPrefix(0xff02ul << 48, 1, 128, IsIp6: true)]));
        Refused(Errors([new IpPrefix(0, 0, 0, IsIp6: false)]));
        using ModuleHeap heap = new();
        Icmp.State state = default;
        Icmp.Init(Errors([Router, Router6]), heap, ref state);
    }

    static IcmpConfig Errors(IReadOnlyList<IpPrefix> addresses, uint perSecond = 1, uint burst = 1) => new(
        IcmpConfig.OperationValue.Unreachable, addresses, IcmpConfig.ReasonValue.NoRoute, perSecond, burst);

    static void Refused(IcmpConfig config)
    {
        using ModuleHeap heap = new();
        Icmp.State state = default;
        Assert.Throws<ModuleConfigurationException>(() => Icmp.Init(config, heap, ref state));
    }

    /// <summary>How many of five packets are answered at a time.</summary>
    static unsafe int Sent(ref Icmp.State state, ulong now)
    {
        using PlainLcore lcore = new();
        lcore.Context->NowCycles = now;
        byte[] frame = new byte[60];
        byte[] ip = [0x45, 0, 0, 46, 0, 0, 0, 0, 1, 17, 0, 0, 198, 51, 100, 7, 192, 0, 2, 80];
        ip.CopyTo(frame, 14);
        for (int lane = 0; lane < 5; lane++)
        {
            lcore.Set(lane, frame);
            lcore.Headers->Layers[lane] = (byte)HeaderLayers.Ip4;
            lcore.Headers->IpProto[lane] = 17;
            lcore.Headers->IpOffset[lane] = 14;
        }

        Icmp.Process(lcore.WritableBurst(31), new LaneMask(31), ref state, out LaneMask reply, out LaneMask other);
        Assert.Equal(31ul, (reply | other).Bits);
        Assert.Equal(LaneMasks.First((nuint)reply.Count), reply.Bits);
        return reply.Count;
    }
}
