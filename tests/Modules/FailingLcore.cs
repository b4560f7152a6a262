using System.Linq;
using FastPaas.Runtime.Offline;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>What tests of modules that fail do with an lcore.</summary>
static class FailingLcore
{
    /// <summary>A burst with a frame for each command, which its first byte is; 0: none.</summary>
    public static void Run(OfflineLcore lcore, params int[] commands)
    {
        foreach (int command in commands)
        {
            byte[] frame = new byte[60];
            frame[0] = (byte)command;
            Assert.True(lcore.TryAdd(frame));
        }
        lcore.Run(0, nowCycles: 1);
        lcore.ReleaseSent();
    }

    public static ulong Counter(OfflineLcore lcore, CompiledGraph graph, string name) =>
        lcore.Counters[graph.CounterNames.ToList().IndexOf(name)];
}
