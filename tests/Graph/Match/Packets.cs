using System;
using System.Collections.Generic;
using FastPaas.Graph.Match;

namespace FastPaas.Graph.Tests.Match;

/// <summary>A packet as match expressions see it: its layers, and the value of each field that it has.</summary>
public sealed record Packet(Layers Layers, IReadOnlyDictionary<HeaderField, FieldValue> Fields)
{
    /// <summary>The meaning of an expression, word for word from graphs/SCHEMA.md.</summary>
    public bool Matches(MatchExpression expression) => expression switch
    {
        FieldTest test => Fields.TryGetValue(test.Field, out FieldValue value) && Contains(test.Ranges, value),
        AndExpression both => Matches(both.Left) && Matches(both.Right),
        OrExpression either => Matches(either.Left) || Matches(either.Right),
        NotExpression not => !Matches(not.Operand),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    /// <summary>The packet that a search describes: the first value of each range, and <paramref name="filler"/>
    /// elsewhere.</summary>
    public static Packet From(PacketWitness witness, ulong filler)
    {
        var fields = new Dictionary<HeaderField, FieldValue>();
        foreach (HeaderFieldInfo info in HeaderFieldInfo.All)
        {
            if (!info.InExpressions || (info.AnyOf != Layers.None && (info.AnyOf & witness.Layers) == 0)) continue;
            fields[info.Field] = witness.Fields.TryGetValue(info.Field, out EquatableArray<ValueRange> ranges)
                ? ranges[0].First
                : new FieldValue(0, filler) & FieldValue.Max(info.Bits);
        }

        bool tcp = (witness.Layers & Layers.Tcp) != 0;
        if ((witness.Layers & (Layers.Tcp | Layers.Udp)) != 0)
        {
            fields[HeaderField.L4Src] = fields[tcp ? HeaderField.TcpSrc : HeaderField.UdpSrc];
            fields[HeaderField.L4Dst] = fields[tcp ? HeaderField.TcpDst : HeaderField.UdpDst];
        }

        return new(witness.Layers, fields);
    }

    static bool Contains(IEnumerable<ValueRange> ranges, FieldValue value)
    {
        foreach (ValueRange range in ranges)
        {
            if (range.First <= value && value <= range.Last) return true;
        }

        return false;
    }
}
