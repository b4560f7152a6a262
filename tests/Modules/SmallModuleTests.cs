using System;
using Xunit;

namespace FastPaas.Modules.Tests;

public sealed unsafe class SmallModuleTests
{
    [Theory]
    [InlineData(14), InlineData(15), InlineData(16), InlineData(60), InlineData(1514)]
    public void Macswap_exchanges_the_addresses_and_leaves_the_rest(int length)
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[length];
        new Random(length).NextBytes(frame);
        lcore.Set(0, frame);
        Macswap.State state = default;
        Macswap.Process(lcore.WritableBurst(1), 0, state);
        byte[] expected = [.. frame.AsSpan(6, 6), .. frame.AsSpan(0, 6), .. frame.AsSpan(12)];
        Assert.Equal(expected, lcore.Frame(0));
        Assert.True(lcore.GuardsAreIntact(0));
    }

    [Fact]
    public void Counter_passes_on_the_lanes_that_its_node_counts()
    {
        using PlainLcore lcore = new();
        for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Set(lane, new byte[60 + lane]);
        Counter.State state = default;
        Counter.Process(lcore.Burst(0b1011), new LaneMask(0b1011), ref state, out LaneMask @out);
        Assert.Equal(0b1011ul, @out.Bits);
    }
}
