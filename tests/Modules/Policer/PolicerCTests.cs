using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas.Modules.Tests;

[InheritsTests]
public sealed class PolicerConfinedTests : PolicerCTests
{
    private protected override bool IsConfined => true;
}

[InheritsTests]
public class PolicerCTests : PolicerSuite
{
    private protected virtual bool IsConfined => false;

    private protected override PolicerNode Open(PolicerConfig config, ulong cyclesPerSecond, int lcores = 1) =>
        new Node(config, cyclesPerSecond, lcores, IsConfined);

    /// <summary><c>struct policer_c_config</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Block
    {
        public ulong RateBytesPerSecond;
        public uint CommittedBurstBytes;
        public uint ExcessBurstBytes;
        public byte Mode;
        public byte Key;
    }

    sealed unsafe class Node : PolicerNode
    {
        const int Ip = 14, Dscp = Ip + 1;
        readonly CInstance instance;
        readonly PlainLcore[] lcores;

        public Node(PolicerConfig config, ulong cyclesPerSecond, int count, bool isConfined)
        {
            Block block = new()
            {
                RateBytesPerSecond = config.RateBytesPerSecond, CommittedBurstBytes = config.CommittedBurstBytes,
                ExcessBurstBytes = config.ExcessBurstBytes, Mode = (byte)config.Mode, Key = (byte)config.Key,
            };
            instance = new CInstance("policer_c",
                new ReadOnlySpan<ulong>(&block, Unsafe.SizeOf<Block>() / sizeof(ulong)), cyclesPerSecond, count, isConfined);
            byte[] frame = new byte[Ip + 20];
            (frame[12], frame[Ip], frame[Ip + 3]) = (0x08, 0x45, 20);
            lcores = new PlainLcore[count];
            for (int i = 0; i < count; i++)
            {
                lcores[i] = new PlainLcore();
                for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcores[i].Set(lane, frame);
            }
        }

        public override int[] Colour(IReadOnlyList<PolicerPacket> packets, ulong lanes, ulong nowCycles, int which)
        {
            PlainLcore lcore = lcores[which];
            for (int lane = 0; lane < packets.Count; lane++)
            {
                byte* frame = lcore.Packet(lane)->Data;
                // A length that has no room for the header: the meter takes the number, whatever the frame is.
                lcore.Packet(lane)->PacketLength = packets[lane].Length;
                frame[Dscp] = (byte)((packets[lane].Dscp ?? 14) << 2);
                frame[Ip] = (byte)(packets[lane].Dscp is null ? 0 : 0x45);
            }
            lcore.Context->NowCycles = nowCycles;
            return Verdicts.Of(instance.Run(lcore, lanes, which));
        }

        public override void Dispose()
        {
            foreach (PlainLcore lcore in lcores) lcore.Dispose();
            instance.Dispose();
        }
    }
}
