using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Tags as the host pushes them, and what is left to a device.</summary>
public sealed unsafe class TagTests
{
    const int Lane = 3;
    const ushort Control = 0xb064;
    const ulong Insert = 1ul << 57, External = 1ul << 61;

    static readonly byte[] frame = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 5))];

    [Test]
    [Arguments((ushort)0x8100)]
    [Arguments((ushort)0x88a8)]
    public void A_tag_is_pushed_between_addresses_and_type(ushort type)
    {
        using PlainLcore lcore = Asked(type);
        Tags.Push(lcore.Context, 1ul << Lane, ports: 0);
        byte[] tag = [(byte)(type >> 8), (byte)type, 0xb0, 0x64];
        Assert.Equal([.. frame[..12], .. tag, .. frame[12..]], lcore.Frame(Lane).ToArray());
        Assert.Equal((64u, 0ul), (lcore.Packet(Lane)->PacketLength, lcore.Packet(Lane)->Flags));
    }

    [Test]
    public void A_device_is_told_the_tag_and_the_bytes_stay()
    {
        using PlainLcore lcore = Asked(0x8100);
        lcore.Context->TagPorts = 0b100;
        Tags.Push(lcore.Context, 1ul << Lane, ports: 0b100);
        Assert.Equal((Control, Insert), (lcore.Packet(Lane)->VlanTci, lcore.Packet(Lane)->Flags));
        Assert.Equal(frame, lcore.Frame(Lane).ToArray());
    }

    /// <summary>A service tag; a port that can't; a node that comes first; a buffer that others have too.</summary>
    [Test]
    [Arguments((ushort)0x88a8, 1ul, 1ul, 0ul, 1)]
    [Arguments((ushort)0x8100, 2ul, 1ul, 0ul, 1)]
    [Arguments((ushort)0x8100, 1ul, 0ul, 0ul, 1)]
    [Arguments((ushort)0x8100, 1ul, 1ul, External, 1)]
    [Arguments((ushort)0x8100, 1ul, 1ul, 0ul, 2)]
    public void What_a_device_would_not_push_is_pushed_here(ushort type, ulong able, ulong ports, ulong flags, int references)
    {
        using PlainLcore lcore = Asked(type);
        lcore.Context->TagPorts = able;
        lcore.Packet(Lane)->Flags = flags;
        lcore.Packet(Lane)->References = (ushort)references;
        Tags.Push(lcore.Context, 1ul << Lane, ports);
        Assert.Equal((64, flags), (lcore.Frame(Lane).Length, lcore.Packet(Lane)->Flags));
    }

    [Test]
    public void A_lane_that_leaves_otherwise_or_asked_for_nothing_has_no_tag()
    {
        using PlainLcore lcore = Asked(0x8100);
        lcore.Set(Lane + 1, frame);
        Tags.Push(lcore.Context, 1ul << (Lane + 1), ports: 0);
        Assert.Equal(frame, lcore.Frame(Lane).ToArray());
        Assert.Equal(frame, lcore.Frame(Lane + 1).ToArray());
    }

    [Test]
    public void Without_room_or_for_another_modules_lane_there_is_no_tag()
    {
        using PlainLcore lcore = new();
        lcore.Set(Lane, frame);
        lcore.Packet(Lane)->DataOffset = 3;
        Assert.False(lcore.WritableBurst(1ul << Lane).TryPushTag(Lane, 0x8100, Control));
        Assert.False(lcore.WritableBurst(1ul << Lane).TryPushTag(Lane + 1, 0x8100, Control));
        Assert.Equal(0ul, lcore.Context->Tagged);
    }

    [Test]
    public void Headroom_that_a_tag_was_promised_is_nobody_elses()
    {
        using PlainLcore lcore = Asked(0x8100);
        WritableBurst burst = lcore.WritableBurst(1ul << Lane);
        int headroom = lcore.Packet(Lane)->DataOffset;
        Assert.False(burst.TryAddFront(Lane, headroom - 3));
        Assert.False(burst.TryAddFront(Lane, -1));
        Assert.True(burst.TryAddFront(Lane, headroom - 4));
        Tags.Push(lcore.Context, 1ul << Lane, ports: 0);
        Assert.Equal(0, lcore.Packet(Lane)->DataOffset);
        Assert.Equal((byte)0x81, lcore.Frame(Lane)[12]);
    }

    static PlainLcore Asked(ushort type)
    {
        PlainLcore lcore = new();
        lcore.Set(Lane, frame);
        lcore.Packet(Lane)->References = 1;
        Assert.True(lcore.WritableBurst(1ul << Lane).TryPushTag(Lane, type, Control));
        return lcore;
    }
}
