using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Differential.Random;

/// <summary>Random and hostile packets: plausible ones, then everything that a wire or a broken device does to them.</summary>
sealed class RandomFrames(Rng rng)
{
    const int JumboBytes = 9018;

    readonly PacketBuilder builder = new(rng);

    public Frame Next()
    {
        byte[] bytes = builder.Build();
        string origin = builder.Origin;
        switch (rng.Below(20))
        {
            case 0: (bytes, origin) = (bytes[..rng.Below(bytes.Length + 1)], origin + " cut"); break;
            case 1: (bytes, origin) = (CutAtHeaders(bytes), origin + " cut in its headers"); break;
            case 2 or 3: (bytes, origin) = (Mutate(bytes), origin + " mutated"); break;
            case 4: (bytes, origin) = (rng.Bytes(rng.Below(300)), "random bytes"); break;
            case 5: (bytes, origin) = (rng.Bytes(rng.Below(15)), "runt"); break;
            case 6 when rng.Percent(20):
                (bytes, origin) = ([.. bytes, .. rng.Bytes(JumboBytes - bytes.Length)], origin + " jumbo");
                break;
        }

        return Lay(bytes, origin);
    }

    /// <summary>A capture's packet, as it is or worked over like a random one.</summary>
    public Frame Rework(byte[] bytes) => rng.Below(4) switch
    {
        0 => Lay(Mutate(bytes), "captured, mutated"),
        1 => Lay(CutAtHeaders(bytes), "captured, cut in its headers"),
        _ => Lay(bytes, "captured"),
    };

    public IReadOnlyList<Frame> Burst(int count) => Enumerable.Range(0, count).Select(_ => Next()).ToArray();

    /// <summary>Sometimes with less room in front than devices leave.</summary>
    Frame Lay(byte[] bytes, string origin)
    {
        Frame frame = LaySegments(bytes, origin);
        return rng.Percent(15) ? frame with { Headroom = rng.Below(60) } : frame;
    }

    Frame LaySegments(byte[] bytes, string origin)
    {
        int how = rng.Below(10);
        if (how < 7) return Frame.Whole(bytes, origin);
        int pieces = rng.Between(1, 5);
        int longest = how == 7 ? 20 : how == 8 ? 80 : 400;
        Frame frame = Frame.Split(bytes, Enumerable.Range(0, pieces).Select(_ => rng.Below(longest)), origin);
        // A first mbuf without room: nothing can be pulled into it.
        return rng.Percent(15) ? frame with { FirstRoom = rng.Below(Math.Min(frame.FirstRoom, 60) + 1) } : frame;
    }

    byte[] CutAtHeaders(byte[] bytes) => bytes[..Math.Min(bytes.Length, rng.Below(100))];

    byte[] Mutate(byte[] bytes)
    {
        byte[] copy = (byte[])bytes.Clone();
        if (copy.Length == 0) return copy;
        for (int i = rng.Between(1, 4); i > 0; i--)
        {
            int at = rng.Below(Math.Min(copy.Length, 90));
            copy[at] = rng.Below(3) switch
            {
                0 => rng.Byte(),
                1 => (byte)(copy[at] ^ 1 << rng.Below(8)),
                _ => rng.Pick<byte>([0, 0xff]),
            };
        }

        return copy;
    }
}
