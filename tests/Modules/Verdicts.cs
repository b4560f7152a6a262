using System;
using Xunit;

namespace FastPaas.Modules.Tests;

static class Verdicts
{
    /// <summary>The output of each of 64 lanes; -1: none. No lane may have two.</summary>
    public static int[] Of(ReadOnlySpan<LaneMask> outputs)
    {
        int[] verdicts = new int[PlainLcore.Lanes];
        Array.Fill(verdicts, -1);
        for (int output = 0; output < outputs.Length; output++)
        {
            foreach (int lane in outputs[output])
            {
                Assert.Equal(-1, verdicts[lane]);
                verdicts[lane] = output;
            }
        }
        return verdicts;
    }
}
