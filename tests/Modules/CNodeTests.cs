using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FastPaas.Dpdk;
using FastPaas.Runtime.Arenas;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>What the host makes of a module in C: compiled graphs with the modules of InC/, most of which don't behave.
/// </summary>
public class CNodeTests
{
    static readonly ModuleSet modules = ModuleSet.FromFolder("CTestModules", Repository.Path("tests", "Modules", "InC"));
    /// <summary>A graph a module, compiled together: one by one takes ten times as long.</summary>
    static readonly Lazy<GraphAssembly> all = new(() => Compile(isConfined: false));
    static readonly Lazy<GraphAssembly> allConfined = new(() => Compile(isConfined: true));

    private protected virtual bool IsConfined => false;

    static GraphAssembly Compile(bool isConfined) => GraphAssembly.Compile(
    [
        Source("liar", """next = { first = "right", second = "left" }"""),
        Source("resizer", "next = \"right\""),
        Source("mover", "next = \"right\""),
        Source("layout", "next = \"right\""),
        Source("unseeing", """next = { short = "left", long = "right" }"""),
        Source("types", EveryType),
    ], [modules, ModuleSet.Catalogue], isConfined);

    const string EveryType = """
        next = { first = "right", default = "drop" }
        [node.n.config]
        a_bool = true
        a_u16 = 0x1234
        a_u64 = 0x0123456789abcdef
        a_u8 = 7
        a_string = "bör"
        an_enum = "max"
        a_mac = "02:00:00:00:00:0f"
        a_prefix = "2001:db8::/32"
        a_range = "80..90"
        default = 0xdeadbeef
        numbers = [1, 2, 0xffff]
        nothing = []
        words = ["one", ""]
        rules = [{ action = "deny", src = ["10.0.0.0/8", "192.0.2.1"] }, { action = "permit" }]
        """;

    [Test]
    public void A_verdict_that_no_output_has_drops_the_packet_as_module_fault()
    {
        using TestLcore lcore = new(Graph("liar"));
        foreach (byte verdict in new byte[] { 1, 0, 0xff, 2, 0xfe, 0, 65 }) lcore.Add(Frame(verdict));
        lcore.Run("left");
        lcore.CheckNoLeak();
        Assert.Equal([1, 5], lcore.Sent("right").Select(packet => packet.Input));
        Assert.Equal([0], lcore.Sent("left").Select(packet => packet.Input));
        Assert.Equal((7ul, 2ul, 1ul, 4ul), (lcore.Counter("node.n.in"), lcore.Counter("node.n.first"),
            lcore.Counter("node.n.second"), lcore.Counter("drop.module_fault")));
    }

    [Test]
    public void What_a_burst_left_behind_is_no_verdict_of_the_next()
    {
        using TestLcore lcore = new(Graph("liar"));
        for (int i = 0; i < 32; i++) lcore.Add(Frame(1));
        lcore.Run("left");
        for (int i = 0; i < 32; i++) lcore.Add(Frame(0xfe));
        lcore.Run("left");
        Assert.Equal((32ul, 32ul), (lcore.Counter("node.n.second"), lcore.Counter("drop.module_fault")));
    }

    [Test]
    [Arguments(1, -4, 0)] // pops
    [Arguments(2, 4, 0)] // pushes
    [Arguments(3, 0, -4)] // cuts the end
    [Arguments(4, 0, 4)] // appends
    public void A_module_that_resizes_pushes_and_pops(byte command, int front, int end)
    {
        byte[] frame = Frame(command, 60);
        IEnumerable<byte> expected = front < 0 ? frame.Skip(-front) : Enumerable.Repeat((byte)0x77, front).Concat(frame);
        expected = end < 0 ? expected.SkipLast(-end) : expected.Concat(Enumerable.Repeat((byte)0x88, end));
        Assert.Equal(expected, Resized(frame).Single());
    }

    /// <summary>As nodes in C#: the ports refuse what their devices don't carry.</summary>
    [Test]
    public void A_packet_of_an_Ethernet_header_alone_goes_on() =>
        Assert.Equal(Frame(12, 60)[..14], Resized(Frame(12, 60)).Single());

    [Test]
    [Arguments(5), Arguments(6), Arguments(7), Arguments(8), Arguments(9), Arguments(10), Arguments(11)]
    public void A_descriptor_outside_the_buffer_or_too_short_is_bad_length_and_the_others_go_on(byte command)
    {
        using TestLcore lcore = new(Graph("resizer"));
        foreach (byte each in new byte[] { 0, command, 1, command, 0 }) lcore.Add(Frame(each, 60));
        lcore.Run("left");
        lcore.CheckNoLeak();
        Assert.Equal([0, 2, 4], lcore.Sent("right").Select(packet => packet.Input));
        Assert.Equal((5ul, 3ul, 2ul),
            (lcore.Counter("node.n.in"), lcore.Counter("node.n.out"), lcore.Counter("drop.bad_length")));
    }

    [Test]
    [Arguments(1), Arguments(2)]
    public void A_packet_of_several_buffers_keeps_its_rest(byte command)
    {
        byte[] frame = Frame(command, 700);
        byte[] expected = command == 1 ? frame[4..] : [.. Enumerable.Repeat((byte)0x77, 4), .. frame];
        Assert.Equal(expected, Resized(frame, 300, 200).Single());
    }

    [Test]
    public void A_first_buffer_made_empty_is_filled_from_the_next()
    {
        byte[] frame = Frame(11, 900);
        Assert.Equal(frame[400..], Resized(frame, 400).Single());
    }

    [Test]
    public void What_a_module_that_does_not_resize_does_to_descriptors_and_count_changes_nothing()
    {
        using TestLcore lcore = new(Graph("mover"));
        for (byte i = 0; i < 3; i++) lcore.Add(Frame(i, 60));
        lcore.Run("left");
        lcore.CheckNoLeak();
        Assert.Equal([Frame(0, 60), Frame(1, 60), Frame(2, 60)], lcore.Sent("right").Select(packet => packet.Bytes));
    }

    [Test]
    public void A_module_that_sees_no_packet_sees_its_length_over_all_buffers()
    {
        using TestLcore lcore = new(Graph("unseeing"));
        lcore.Add(Frame(0, 100));
        lcore.Add(Frame(0, 101));
        lcore.Add(Frame(0, 101), [20, 40]);
        lcore.Run("left");
        Assert.Equal([1, 2], lcore.Sent("right").Select(packet => packet.Input));
    }

    [Test]
    public void Every_type_of_configuration_arrives()
    {
        using TestLcore lcore = new(Graph("types"));
        lcore.Add(new byte[1_000]);
        lcore.Run("left");
        byte[] written = lcore.Sent("right").Single().Bytes;
        Assert.Equal("1 1234 123456789abcdef 7 bör|4 1 2 0 0 0 0 f 20010db800000000 0 20 1 50 5a deadbeef 1 2 ffff 0 one|3 |0 "
            + "1 0 a000000 8 0 0 c0000201 20 0 0 ", Encoding.UTF8.GetString(written[..written.IndexOf((byte)0)]));
    }

    [Test]
    public unsafe void The_sentence_of_a_module_that_refuses_its_configuration_is_the_user_s()
    {
        CModule* module = Descriptor("heap");
        using ArenaSpace arenas = ConfinedModules.Arenas(1);
        using ModuleHeap alone = new() { CyclesPerSecond = 1, Arenas = arenas };
        var refused = Assert.Throws<ModuleConfigurationException>(() => CNode.Create(alone, Options("n"), module, [0]));
        Assert.Equal("node n: heap->lcores == 3 && heap->cycles_per_second == 123456789", refused.Message);
    }

    [Test]
    public unsafe void A_heap_is_zero_aligned_and_ends_and_shared_memory_is_shared()
    {
        CModule* heap = Descriptor("heap");
        using SharedModuleMemory shared = new(3);
        using ArenaSpace arenas = ConfinedModules.Arenas(3);
        for (int lcore = 0; lcore < 3; lcore++)
        {
            using ModuleHeap own = new(shared: shared, lcore: lcore) { CyclesPerSecond = 123_456_789, Arenas = arenas };
            CNode.Create(own, Options($"lcore {lcore}"), heap, [0]);
        }
    }

    [Test]
    public unsafe void Structs_lie_in_C_as_they_do_in_CSharp()
    {
        using TestLcore lcore = new(Graph("layout"));
        lcore.Add(new byte[256]);
        lcore.Run("left");
        CBurst burst = default;
        CHeap heap = default;
        CModule module = default;
        byte* b = (byte*)&burst, h = (byte*)&heap, m = (byte*)&module;
        long[] offsets =
        [
            (byte*)&burst.NowCycles - b, (byte*)&burst.State - b, (byte*)&burst.Count - b, (byte*)burst.Packets - b,
            (byte*)burst.Beyond - b, burst.Verdicts - b, (byte*)burst.Bases - b, sizeof(CBurst),
            (byte*)&heap.CyclesPerSecond - h, (byte*)&heap.Lcore - h, (byte*)&heap.Lcores - h, (byte*)&heap.Next - h,
            (byte*)&heap.End - h, (byte*)&heap.SharedNext - h, (byte*)&heap.SharedEnd - h, sizeof(CHeap),
            (byte*)&module.ConfigBytes - m, (byte*)&module.Outputs - m, (byte*)&module.Init - m, (byte*)&module.Process - m,
            (byte*)&module.Reconfigure - m, (byte*)&module.Expire - m,
            (byte*)&module.Protection - m, (byte*)&module.ConstantBytes - m, (byte*)&module.InitialisedBytes - m,
            (byte*)&module.GlobalsBytes - m, (byte*)&module.Image - m, (byte*)&module.TextStart - m, (byte*)&module.TextEnd - m,
            (byte*)&module.ConstantsStart - m, (byte*)&module.ConstantsEnd - m,
            (byte*)&module.Certificate - m, (byte*)&module.LineCount - m, (byte*)&module.Lines - m, (byte*)&module.Files - m,
            sizeof(CModule),
        ];
        byte[] written = lcore.Sent("right").Single().Bytes;
        Assert.Equal(offsets, Enumerable.Range(0, offsets.Length).Select(i => (long)BitConverter.ToUInt32(written, 4 * i)));
    }

    List<byte[]> Resized(byte[] frame, params int[] segments)
    {
        using TestLcore lcore = new(Graph("resizer"));
        lcore.Add(frame, segments);
        lcore.Run("left");
        lcore.CheckNoLeak();
        return [.. lcore.Sent("right").Select(packet => packet.Bytes)];
    }

    private protected static CNodeOptions Options(string name) => new(0, name, CPacketAccess.Write, Resizes: false);

    CompiledGraph Graph(string module)
    {
        if (IsConfined) Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        return (IsConfined ? allConfined : all).Value.Graphs.Single(graph => graph.Name == module);
    }

    private protected unsafe CModule* Descriptor(string module)
    {
        if (IsConfined) Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        return CLibraries.Descriptor(Repository.Path("tests", "Modules", "InC", module), IsConfined);
    }

    static GraphSource Source(string module, string node) => new(module, $"""
        schema = 1
        name = "{module}"
        [port.left]
        device = "net_null0"
        next = "n"
        [port.right]
        device = "net_null1"
        [node.n]
        module = "{module}"
        {node}
        """, new Dictionary<string, string>());

    static byte[] Frame(byte first, int length = 14)
    {
        byte[] frame = new byte[length];
        for (int i = 1; i < length; i++) frame[i] = (byte)(i * 7);
        frame[0] = first;
        return frame;
    }
}

/// <summary>The same of modules that are confined to their arenas.</summary>
[InheritsTests]
public sealed class ConfinedNodeTests : CNodeTests
{
    private protected override bool IsConfined => true;

    [Test]
    public unsafe void A_module_that_says_it_is_not_confined_but_has_a_certificate_is_never_called()
    {
        using ArenaSpace arenas = ConfinedModules.Arenas(1);
        using ModuleHeap heap = new() { Arenas = arenas };
        CModule* changed = heap.Allocate<CModule>(1).Pointer;
        *changed = *Descriptor("mover");
        changed->Protection = CProtection.None;
        var refused = Assert.Throws<EnvironmentException>(() => CNode.Create(heap, Options("n"), changed, [0]));
        Assert.StartsWith(
            "node n: its module says that it isn't confined, and has the certificate of one that is", refused.Message);
    }
}
