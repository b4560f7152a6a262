using System;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>What a module owes that keeps to modules/macswap/README.md, in whatever language.</summary>
public abstract class MacswapSuite
{
    private protected abstract void Swap(PlainLcore lcore, ulong lanes);

    [Test]
    [Arguments(14), Arguments(15), Arguments(16), Arguments(60), Arguments(1514)]
    public void It_exchanges_the_addresses_and_leaves_the_rest(int length)
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[length];
        new Random(length).NextBytes(frame);
        lcore.Set(0, frame);
        Swap(lcore, 1);
        Assert.Equal(Swapped(frame), lcore.Frame(0));
        Assert.True(lcore.GuardsAreIntact(0));
    }

    [Test]
    public void It_touches_its_own_lanes_only()
    {
        const ulong Own = 0x8000_0100_0000_0b05;
        using PlainLcore lcore = new();
        byte[] frame = [.. "destinsourcetype"u8];
        for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Set(lane, frame);
        Swap(lcore, Own);
        for (int lane = 0; lane < PlainLcore.Lanes; lane++)
        {
            byte[] expected = (Own >> lane & 1) != 0 ? Swapped(frame) : frame;
            Assert.True(expected.AsSpan().SequenceEqual(lcore.Frame(lane)), $"lane {lane}");
        }
    }

    static byte[] Swapped(byte[] frame) => [.. frame.AsSpan(6, 6), .. frame.AsSpan(0, 6), .. frame.AsSpan(12)];
}

[InheritsTests]
public sealed class MacswapTests : MacswapSuite
{
    private protected override void Swap(PlainLcore lcore, ulong lanes)
    {
        Macswap.State state = default;
        foreach (int lane in new LaneMask(lanes)) Macswap.Process(lcore.WritablePacket(lane), state);
    }
}

[InheritsTests]
public class MacswapCTests : MacswapSuite
{
    private protected virtual bool IsConfined => false;

    private protected override void Swap(PlainLcore lcore, ulong lanes)
    {
        using CInstance node = new("macswap_c", [0], isConfined: IsConfined);
        node.Run(lcore, lanes);
    }
}

[InheritsTests]
public sealed class MacswapConfinedTests : MacswapCTests
{
    private protected override bool IsConfined => true;
}
