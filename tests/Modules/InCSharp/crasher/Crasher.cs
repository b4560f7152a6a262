using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Does what the first byte of a frame says, and what no module may. The second byte is its output.</summary>
[Module("crasher")]
public static class Crasher
{
    public struct State
    {
        internal NativeArray<int> Four;
        internal NativeArray<ulong> Much;
        internal LaneArray<int> Nowhere;
        internal ulong Bursts;
        internal int Zero;
    }

    public static void Init(CrasherConfig config, ModuleHeap heap, ref State state)
    {
        state.Four = heap.Allocate<int>(4);
        state.Much = heap.Allocate<ulong>(10_000);
        NativeArray<ulong> shared = heap.Shared<ulong>(1);
        if (state.Bursts != 0 || state.Four[0] != 0 || state.Much[9_999] != 0 || shared[0] != 0)
            throw new ModuleConfigurationException("memory isn't as at the start.");
        shared[0] = state.Much[9_999] = 1;
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out, out LaneMask other)
    {
        @out = other = default;
        state.Bursts++;
        state.Four[0]++;
        foreach (int lane in lanes)
        {
            Span<byte> frame = burst.Bytes(lane);
            frame[13]++;
            Attack(frame, lane, ref state);
            if ((frame[1] & 1) == 0) @out |= LaneMask.Of(lane);
            else other |= LaneMask.Of(lane);
        }
    }

    static void Attack(Span<byte> frame, int lane, ref State state)
    {
        switch (frame[0])
        {
            case 1: state.Four[lane + 4] = 1; break;
            case 2: frame[frame.Length + state.Zero] = 1; break;
            case 3: frame = frame.Slice(frame.Length + 1 + state.Zero); break;
            case 4: state.Four[1] = 1000 / state.Zero; break;
            case 5: state.Four[1] = (int.MinValue + state.Zero) / (state.Zero - 1); break;
            case 6: state.Nowhere[lane + 2] = 1; break;
            case 7: state.Four[1] = (int)BinaryPrimitives.ReadUInt64BigEndian(frame[(frame.Length - 7)..]); break;
            case 8: Loop(ref state); break;
            case 9: state.Four[1] = Deep(ref state); break;
        }
    }

    static void Loop(ref State state)
    {
        while (state.Zero == 0) state.Four[1]++;
    }

    /// <summary>A frame of 16 MiB: more than any stack of an lcore has.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Deep(ref State state)
    {
        B6 all = default;
        all.H.H.H.H.H.H = state.Zero + 1;
        return Sum(ref all);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Sum(ref B6 all) => (int)(all.H.H.H.H.H.H + all.A.A.A.A.A.A);

    struct B1 { public long A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }
    struct B2 { public B1 A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }
    struct B3 { public B2 A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }
    struct B4 { public B3 A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }
    struct B5 { public B4 A, B, C, D, E, F, G, H; }
    struct B6 { public B5 A, B, C, D, E, F, G, H; }
}
