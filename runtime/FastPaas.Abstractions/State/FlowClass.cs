using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>What a flow's timeout goes by: <c>[state]</c> of graph.toml has one for each.</summary>
public enum FlowClass : byte
{
    Other,
    Udp,
    Icmp,
    TcpOpening,
    TcpEstablished,
    TcpClosing,
}

static unsafe class FlowClasses
{
    public const int Count = 6;

    const byte Fin = 1, Syn = 2, Rst = 4;

    /// <summary>The class by which each lane's packet alone would have its flow, and whether it has ports; all lanes at once. A
    /// fragment has none, not even the first: all fragments between two hosts are one flow of a protocol.</summary>
    /// <remarks>TCP: FIN or RST closes, SYN opens, all else is what goes by on an open connection (RFC 9293 section 3.3.2, as far
    /// as one packet tells).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(HeaderLanes* headers, byte* classes, byte* hasPorts)
    {
        const int transportShift = 3;
        const byte tcp = (byte)HeaderLayers.Tcp >> transportShift, udp = (byte)HeaderLayers.Udp >> transportShift;
        for (nuint lane = 0; lane < HeaderLanes.Lanes; lane += (nuint)Vector128<byte>.Count)
        {
            Vector128<byte> layers = Vector128.Load(headers->Layers + lane);
            Vector128<byte> flags = Vector128.Load(headers->TcpFlags + lane) & Vector128.Create((byte)(Fin | Syn | Rst));
            Vector128<byte> isWhole = Vector128.Equals(layers & Vector128.Create((byte)HeaderLayers.Fragment), default);
            Vector128<byte> transport = (layers.AsUInt16() >> transportShift).AsByte() & Vector128.Create((byte)7);
            Vector128<byte> isTcp = Vector128.Equals(transport, Vector128.Create(tcp));
            Vector128<byte> isUdp = Vector128.Equals(transport, Vector128.Create(udp));
            Vector128<byte> others = Vector128.ShuffleNative(ByTransport, transport);
            Vector128<byte> ofTcp = Vector128.ShuffleNative(ByTcpFlags, flags);
            (Vector128.ConditionalSelect(isTcp, ofTcp, others) & isWhole).Store(classes + lane);
            ((isTcp | isUdp) & isWhole).Store(hasPorts + lane);
        }
    }

    /// <summary>By the layers TCP, UDP and ICMP, a bit each.</summary>
    static Vector128<byte> ByTransport
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            (byte)FlowClass.Other, 0, (byte)FlowClass.Udp, 0, (byte)FlowClass.Icmp, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>By FIN, SYN and RST, a bit each.</summary>
    static Vector128<byte> ByTcpFlags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            const byte open = (byte)FlowClass.TcpEstablished, opening = (byte)FlowClass.TcpOpening;
            const byte closing = (byte)FlowClass.TcpClosing;
            return Vector128.Create(open, closing, opening, closing, closing, closing, closing, closing, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }
}
