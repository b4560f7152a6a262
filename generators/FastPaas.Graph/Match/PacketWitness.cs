using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Match;

/// <summary>Packets that a search found: those with these layers, and in each field listed a value of its ranges; other fields
/// don't matter. <c>flow.hash</c> is taken for free, though addresses and ports decide it.</summary>
public sealed record PacketWitness(Layers Layers, IReadOnlyDictionary<HeaderField, EquatableArray<ValueRange>> Fields)
{
    /// <summary>For messages: <c>vlan.id 100, ip.proto 6, tcp.dst 80</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> fields = Fields.Where(Telling).Select(pair =>
            $"{HeaderFieldInfo.Of(pair.Key).Name} {MatchText.Value(HeaderFieldInfo.Of(pair.Key), pair.Value[0].First)}");
        string text = string.Join(", ", fields.Concat(Untold()));
        return text.Length > 0 ? text : "any";
    }

    /// <summary>Lengths that layers imply and fields that say what a layer's name says tell a reader nothing.</summary>
    bool Telling(KeyValuePair<HeaderField, EquatableArray<ValueRange>> pair) => pair.Key switch
    {
        HeaderField.PacketLength => !LayerFact(pair),
        HeaderField.EthType or HeaderField.IpProto => !LayerFact(pair),
        _ => true,
    };

    bool LayerFact(KeyValuePair<HeaderField, EquatableArray<ValueRange>> pair) =>
        LayerCase.All.First(candidate => candidate.Layers == Layers)
            .Facts.Any(fact => fact.Field == pair.Key && fact.Ranges.Equals(pair.Value));

    /// <summary>Layers that no listed field gives away.</summary>
    IEnumerable<string> Untold()
    {
        foreach (Layers layer in new[] { Layers.Vlan, Layers.Ip4, Layers.Ip6, Layers.Tcp, Layers.Udp, Layers.Icmp })
        {
            bool told = Fields.Keys.Any(field =>
                field is not (HeaderField.EthType or HeaderField.PacketLength or HeaderField.IpProto)
                && HeaderFieldInfo.Of(field).AnyOf == layer);
            if ((Layers & layer) != 0 && !told) yield return layer.ToString().ToLowerInvariant();
        }
    }
}
