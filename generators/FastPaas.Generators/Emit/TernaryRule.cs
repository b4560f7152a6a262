using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph;
using FastPaas.Graph.Match;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>A rule that asks for equal bits at fixed places of a plain packet: 32 bytes compared at once, under a mask. For a
/// graph with one rule that beats parsing into arrays; from the second rule on the arrays win.</summary>
/// <param name="At">Where the 32 bytes start.</param>
/// <param name="IsIp">The places are those behind an IPv4 header of 20 bytes; false: the Ethernet header's.</param>
/// <param name="TotalBytesMin">Of the IPv4 packet.</param>
sealed record TernaryRule(BranchNode Node, int At, byte[] Pattern, byte[] Mask, bool IsIp, bool ReadsType, int TotalBytesMin)
{
    const int Window = 32, FrameBytes = 64;

    public int BytesMin => Math.Max(At + Window, IsIp ? 14 + TotalBytesMin : 14);

    /// <summary>Null unless the one conditional rule behind a port is of this kind, and nobody else reads a header.</summary>
    public static TernaryRule? Find(FieldUse use)
    {
        PlanNode[] readers = [.. use.Nodes.Where(node => !FieldUse.Reads(node).IsEmpty)];
        if (readers.Length != 1 || readers[0] is not BranchNode branch || !use.Again.IsEmpty) return null;
        MatchExpression?[] conditions = [.. branch.Rules.Select(rule => rule.When).Where(when => when is not null)];
        return conditions.Length == 1 ? Of(branch, conditions[0]!) : null;
    }

    static TernaryRule? Of(BranchNode node, MatchExpression expression)
    {
        byte[] pattern = new byte[FrameBytes], mask = new byte[FrameBytes];
        bool isIp = false, readsType = false;
        int total = 20;
        foreach (FieldTest? test in Tests(expression))
        {
            if (test is null || Place(test.Field) is not var (offset, shift, protocol)) return null;
            HeaderFieldInfo info = HeaderFieldInfo.Of(test.Field);
            if (!Bits(test, info.Bits, out ulong value, out ulong bits)) return null;
            if (!Merge(pattern, mask, offset, (info.Bits + shift + 7) / 8, value << shift, bits << shift)) return null;
            if (protocol >= 0 && !Merge(pattern, mask, 23, 1, (ulong)protocol, 0xff)) return null;
            isIp |= info.AnyOf != Layers.None;
            readsType |= test.Field == HeaderField.EthType;
            total = Math.Max(total, 20 + protocol switch { 6 => 20, 17 => 8, 1 => 4, _ => 0 });
        }

        // The type is the plain packet's to have; asking for another one is a rule that IP fields can't meet.
        if (isIp && !Merge(pattern, mask, 12, 2, 0x0800, 0xffff)) return null;
        int first = Array.FindIndex(mask, b => b != 0), last = Array.FindLastIndex(mask, b => b != 0);
        if (first < 0 || last - first >= Window) return null;
        int at = first >= 12 && last < 12 + Window ? 12 : first;
        return new TernaryRule(node, at, [.. pattern.Skip(at).Take(Window)], [.. mask.Skip(at).Take(Window)], isIp, readsType,
            total);
    }

    /// <summary>The comparisons of a conjunction; null among them for anything else.</summary>
    static IEnumerable<FieldTest?> Tests(MatchExpression expression) => expression is AndExpression and
        ? Tests(and.Left).Concat(Tests(and.Right))
        : [expression as FieldTest];

    /// <summary>Offset in the frame, bits to the right of the field in its last byte, and the protocol that it belongs
    /// to.</summary>
    static (int Offset, int Shift, int Protocol)? Place(HeaderField field) => field switch
    {
        HeaderField.EthDst => (0, 0, -1),
        HeaderField.EthSrc => (6, 0, -1),
        HeaderField.EthType => (12, 0, -1),
        HeaderField.IpDscp => (15, 2, -1),
        HeaderField.IpTtl => (22, 0, -1),
        HeaderField.IpProto => (23, 0, -1),
        HeaderField.IpSrc => (26, 0, -1),
        HeaderField.IpDst => (30, 0, -1),
        HeaderField.TcpSrc => (34, 0, 6),
        HeaderField.TcpDst => (36, 0, 6),
        HeaderField.TcpFlags => (47, 0, 6),
        HeaderField.UdpSrc => (34, 0, 17),
        HeaderField.UdpDst => (36, 0, 17),
        HeaderField.IcmpType => (34, 0, 1),
        _ => null,
    };

    /// <summary>One range that is an aligned block: a value, or a prefix.</summary>
    static bool Bits(FieldTest test, int width, out ulong value, out ulong mask)
    {
        value = mask = 0;
        if (test.Ranges.Count != 1) return false;
        ulong first = test.Ranges[0].First.Low, size = test.Ranges[0].Last.Low - first;
        if ((size & (size + 1)) != 0 || (first & size) != 0) return false;
        value = first;
        mask = ((1ul << width) - 1) & ~size;
        return true;
    }

    static bool Merge(byte[] pattern, byte[] mask, int offset, int bytes, ulong value, ulong bits)
    {
        for (int i = bytes - 1; i >= 0; i--, value >>= 8, bits >>= 8)
        {
            byte oldBits = mask[offset + i], newBits = (byte)bits;
            if (((pattern[offset + i] ^ (byte)value) & oldBits & newBits) != 0) return false;
            pattern[offset + i] |= (byte)((byte)value & newBits);
            mask[offset + i] |= newBits;
        }

        return true;
    }

    public static string Vector(byte[] bytes) =>
        "Vector256.Create((byte)" + string.Join(", ", bytes.Select(b => b.ToString(CultureInfo.InvariantCulture))) + ")";
}
