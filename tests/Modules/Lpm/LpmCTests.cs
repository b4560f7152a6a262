using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace FastPaas.Modules.Tests;

[InheritsTests]
public sealed class LpmConfinedTests : LpmCTests
{
    private protected override bool IsConfined => true;
}

[InheritsTests]
public class LpmCTests : LpmSuite
{
    private protected virtual bool IsConfined => false;

    private protected override LpmNode Open(IReadOnlyList<LpmConfig.RoutesItem> routes) => new Node(routes, IsConfined);

    sealed class Node : LpmNode
    {
        const int Ip = 14;
        readonly CInstance instance;
        readonly PlainLcore lcore = new();

        public Node(IReadOnlyList<LpmConfig.RoutesItem> routes, bool isConfined)
        {
            // struct lpm_c_config: where the list starts and how long it is; then 32 bytes a route.
            List<ulong> block = [8 | (ulong)routes.Count << 32];
            foreach (LpmConfig.RoutesItem route in routes)
            {
                block.AddRange([route.Prefix.High, route.Prefix.Low, (uint)route.Prefix.Length | (route.Prefix.IsIp6 ? 256u : 0),
                    route.Hop]);
            }
            instance = new CInstance("lpm_c", block.ToArray(), isConfined: isConfined);
            for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Set(lane, new byte[Ip + 40]);
        }

        public override unsafe int[] Route(IReadOnlyList<Parsed> packets, ulong lanes)
        {
            for (int lane = 0; lane < packets.Count; lane++)
                Write(packets[lane], new Span<byte>(lcore.Packet(lane)->Data, lcore.Packet(lane)->DataLength));
            return Verdicts.Of(instance.Run(lcore, lanes));
        }

        static void Write(Parsed packet, Span<byte> frame)
        {
            frame.Clear();
            BinaryPrimitives.WriteUInt16BigEndian(frame[12..], packet.EthType);
            if (!packet.IsIp) return;
            frame[Ip] = packet.IsIp6 ? (byte)0x60 : (byte)0x45;
            if (packet.IsIp6) BinaryPrimitives.WriteUInt128BigEndian(frame[(Ip + 24)..], packet.Dst);
            else BinaryPrimitives.WriteUInt32BigEndian(frame[(Ip + 16)..], (uint)packet.Dst);
            if (!packet.IsIp6) frame[Ip + 3] = 20;
        }

        public override void Dispose()
        {
            lcore.Dispose();
            instance.Dispose();
        }
    }
}
