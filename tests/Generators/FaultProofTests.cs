using System.Collections.Generic;
using System.Linq;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>Which modules are called behind a recovery point: all but those of which it is proved that they can't fail.</summary>
public sealed class FaultProofTests
{
    [Test]
    [Arguments("state.Numbers[burst.Headers.IpProto(0)]++;")]
    [Arguments("state.Numbers[0]++;")]
    [Arguments("state.Notes[3]++;")]
    [Arguments("state.Count = burst.Bytes(0)[0];")]
    [Arguments("state.Count = burst.Bytes(0).Slice(4).Length;")]
    [Arguments("state.Count = burst.Bytes(0)[4..].Length;")]
    [Arguments("state.Count = 100 / state.Count;")]
    [Arguments("state.Count %= state.Count;")]
    [Arguments("state.Count = state.Count / -1;")]
    [Arguments("while (state.Count == 0) ;")]
    [Arguments("for (int i = 0; i < 8; i++) state.Count++;")]
    [Arguments("do state.Count++; while (state.Count != 0);")]
    [Arguments("again: if (state.Count++ != 0) goto again;")]
    [Arguments("foreach (int number in state.Numbers.Span) state.Count += number;")]
    [Arguments("state.Count = System.Math.Abs(state.Count);")]
    [Arguments("state.Count = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(burst.Bytes(0));")]
    [Arguments("state.Count = (int)((System.UInt128)1 / (System.UInt128)(uint)state.Count);")]
    [Arguments("state.Count = Deep(ref state);")]
    [Arguments("View view = default; state.Count = view.Number;")]
    [Arguments("LaneView view = default; state.Count = (int)view.IpSrc;")]
    [Arguments("Large large = default; state.Count = (int)large.Sum();")]
    [Arguments("foreach (int a in lanes) foreach (int b in lanes) foreach (int c in lanes) foreach (int d in lanes) Twice(d);")]
    [Arguments("state.Count = (int)LaneMask.OfBit(state.Bits, 0).Bits;")]
    [Arguments("foreach (Odd odd in lanes) state.Count++;")]
    [Arguments("Odd a = new(1), b = new(2); state.Count = (a && b).Number;")]
    [Arguments("Odd odd = new(1); odd++;")]
    [Arguments("Odd odd = new(1); state.Count += odd;")]
    [Arguments("state.Count = Any(new Plain());")]
    [Arguments("state.Count = new Odd(3).Endless;")]
    [Arguments("T3 large; large.Item1.Item1.Item1 = 1; state.Count = (int)large.Item1.Item1.Item1;")]
    [Arguments("long number = 0; Room<Hundred>(ref number);")]
    [Arguments("decimal number = 1; number++;")]
    public void What_may_fail_is_guarded(string statement) => Assert.True(IsGuarded(statement));

    [Test]
    [Arguments("state.Count++;")]
    [Arguments("state.Count = state.Count / 3 + state.Count % 7;")]
    [Arguments("foreach (int lane in lanes & burst.Headers.Ip4) state.Count += burst.Ip4(lane).TimeToLive;")]
    [Arguments("foreach (int lane in lanes) if (burst.Length(lane) > 100) { state.Count++; break; }")]
    [Arguments("foreach (LaneView view in burst.Each(lanes)) state.Count += Twice((int)view.IpSrc);")]
    [Arguments("foreach (int a in lanes) foreach (int b in lanes) if (a != b) state.Count ^= a << b;")]
    [Arguments("state.Count = state.Numbers.Length > 2 ? (int)burst.NowCycles : state.Twofold;")]
    public void What_cannot_fail_is_not(string statement) => Assert.False(IsGuarded(statement));

    [Test]
    public void A_trusted_node_is_not() => Assert.False(IsGuarded("state.Numbers[0]++;", "trusted = true"));

    static bool IsGuarded(string statement, string node = "")
    {
        ModuleSet modules = ModuleSet.None.With("probe", """
            name = "probe"
            language = "csharp"
            summary = "A case"
            packet = "read"
            reads = ["ip.src", "ip.proto", "ip.offset"]
            outputs = ["out"]
            """, $$"""
            using T1 = (long, long, long, long, long, long, long);
            using T2 = ((long, long, long, long, long, long, long), (long, long, long, long, long, long, long));
            using T3 = (((long, long, long, long, long, long, long), long), long);
            namespace FastPaas.Modules;
            [Module("probe")]
            public static class Probe
            {
                public struct State
                {
                    public NativeArray<int> Numbers;
                    public LaneArray<int> Notes;
                    public LaneArray<byte> Bits;
                    public int Count;
                    public int Twofold => Count * 2;
                }

                ref struct View { ref int number; public int Number => number; }
                struct Sixteen { public ulong A, B; }
                struct Hundred { public Sixteen A, B, C, D, E, F, G, H; }
                struct Large { Hundred a, b, c, d; public ulong Sum() => a.A.A + d.H.B; }

                public static void Init(ProbeConfig config, ModuleHeap heap, ref State state) { }
                public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
                {
                    {{statement}}
                    @out = lanes;
                }
                struct Odd(int number)
                {
                    public int Number = number;
                    public int Endless { get { while (Number != 0) ; return 1; } }
                    public static implicit operator Odd(int number) { while (number == 3) ; return new(number); }
                    public static implicit operator int(Odd odd) { while (odd.Number == 3) ; return odd.Number; }
                    public static Odd operator &(Odd a, Odd b) => a;
                    public static bool operator true(Odd odd) { while (odd.Number == 3) ; return true; }
                    public static bool operator false(Odd odd) { while (odd.Number == 3) ; return false; }
                }
                interface IPlain { int P => 0; }
                struct Plain : IPlain { public int P { get { while (true) ; } } }
                static int Any<T>(T any) where T : struct, IPlain => any.P;
                static void Room<T>(ref long number) where T : struct { T room; number++; }
                static int Twice(int number) => number + number;
                static int Deep(ref State state) => state.Count == 0 ? 0 : Deep(ref state);
            }
            """);
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource("g", $$"""
            schema = 1
            name = "g"
            [port.wire]
            device = "net_null0"
            next = "n"
            [node.n]
            module = "probe"
            next = "wire"
            {{node}}
            """, new Dictionary<string, string>())], [modules]);
        return assembly.Graph.Nodes.Single().IsGuarded;
    }
}
