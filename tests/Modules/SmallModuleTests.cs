using Xunit;

namespace FastPaas.Modules.Tests;

public sealed class SmallModuleTests
{
    [Test]
    public void Counter_passes_on_the_lanes_that_its_node_counts()
    {
        using PlainLcore lcore = new();
        for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Set(lane, new byte[60 + lane]);
        Counter.State state = default;
        Counter.Process(lcore.Burst(0b1011), new LaneMask(0b1011), ref state, out LaneMask @out);
        Assert.Equal(0b1011ul, @out.Bits);
    }
}
