using System.Collections.Generic;

namespace FastPaas.Modules.Tests;

[InheritsTests]
public sealed class PolicerTests : PolicerSuite
{
    private protected override PolicerNode Open(PolicerConfig config, ulong cyclesPerSecond, int lcores = 1) =>
        new Node(config, cyclesPerSecond, lcores);

    sealed unsafe class Node : PolicerNode
    {
        readonly SharedModuleMemory shared;
        readonly ModuleHeap[] heaps;
        readonly Policer.State[] states;
        readonly PlainLcore[] lcores;

        public Node(PolicerConfig config, ulong cyclesPerSecond, int count)
        {
            shared = new SharedModuleMemory(count);
            heaps = new ModuleHeap[count];
            states = new Policer.State[count];
            lcores = new PlainLcore[count];
            for (int i = 0; i < count; i++)
            {
                lcores[i] = new PlainLcore();
                heaps[i] = new ModuleHeap(shared: shared, lcore: i) { CyclesPerSecond = cyclesPerSecond };
                Policer.Init(config, heaps[i], ref states[i]);
            }
        }

        public override int[] Colour(IReadOnlyList<PolicerPacket> packets, ulong lanes, ulong nowCycles, int which)
        {
            PlainLcore lcore = lcores[which];
            for (int lane = 0; lane < packets.Count; lane++)
            {
                lcore.Packet(lane)->PacketLength = packets[lane].Length;
                lcore.Headers->Layers[lane] = packets[lane].Dscp is null ? (byte)0 : (byte)HeaderLayers.Ip4;
                lcore.Headers->IpDscp[lane] = packets[lane].Dscp ?? 14;
            }
            lcore.Context->NowCycles = nowCycles;
            LaneMask[] outputs = new LaneMask[3];
            Policer.Process(lcore.Burst(lanes), new LaneMask(lanes), ref states[which], out outputs[0], out outputs[1],
                out outputs[2]);
            return Verdicts.Of(outputs);
        }

        public override void Dispose()
        {
            foreach (PlainLcore lcore in lcores) lcore.Dispose();
            foreach (ModuleHeap heap in heaps) heap.Dispose();
            shared.Dispose();
        }
    }
}
