using System.Collections.Generic;

namespace FastPaas.Modules.Tests;

[InheritsTests]
public sealed class LpmTests : LpmSuite
{
    private protected override LpmNode Open(IReadOnlyList<LpmConfig.RoutesItem> routes) => new Node(routes);

    sealed class Node : LpmNode
    {
        readonly ModuleHeap heap = new();
        readonly PlainLcore lcore = new();
        Lpm.State state;

        public Node(IReadOnlyList<LpmConfig.RoutesItem> routes) => Lpm.Init(new LpmConfig(routes), heap, ref state);

        public override unsafe int[] Route(IReadOnlyList<Parsed> packets, ulong lanes)
        {
            for (int lane = 0; lane < packets.Count; lane++) packets[lane].WriteTo(lcore.Headers, lane);
            LaneMask[] outputs = new LaneMask[9];
            Lpm.Process(lcore.Burst(lanes), new LaneMask(lanes), ref state, out outputs[0], out outputs[1], out outputs[2],
                out outputs[3], out outputs[4], out outputs[5], out outputs[6], out outputs[7], out outputs[8]);
            return Verdicts.Of(outputs);
        }

        public override void Dispose()
        {
            lcore.Dispose();
            heap.Dispose();
        }
    }
}
