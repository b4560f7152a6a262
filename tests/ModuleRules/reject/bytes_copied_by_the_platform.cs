//# packet = "write"
//# shape = "packet"
using System;

namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State;

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
        // Here they may.
        heap.Allocate<byte>(8).Span.Fill(1);
    }

    public static void Process(WritablePacket packet, in State state)
    {
        Span<byte> frame = packet.Bytes;
        ReadOnlySpan<byte> readable = frame;
        frame[..6].CopyTo(frame[6..]);
        frame[..6].TryCopyTo(frame[6..]);
        readable[..6].CopyTo(frame[6..]);
        readable[..6].TryCopyTo(frame[6..]);
        frame[..6].Fill(1);
        frame[..6].Clear();
    }
}
