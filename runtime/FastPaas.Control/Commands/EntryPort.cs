using System.Collections.Generic;

namespace FastPaas.Control.Commands;

/// <summary>The port where <c>replay</c>, <c>explain</c> and <c>bench</c> let packets in.</summary>
static class EntryPort
{
    /// <param name="name">As given, null: the only one, or the only one whose packets meet a node.</param>
    public static int Choose(CompiledGraph graph, string? name, string option)
    {
        var receiving = new List<PortDescription>();
        for (int id = 0; id < graph.Ports.Count; id++)
            if (graph.Entries[id] != 0) receiving.Add(graph.Ports[id]);
        string names = string.Join(" or ", receiving.ConvertAll(port => $"{option} {port.Name}"));
        if (name is not null)
        {
            PortDescription? named = graph.Ports.Find(port => port.Name == name);
            if (named is null) throw new UsageException($"this graph has no port {name}; say {names}.");
            if (!receiving.Contains(named)) throw new UsageException($"port {name} receives nothing in this graph; say {names}.");
            return IndexOf(graph, named);
        }
        if (receiving.Count > 1)
        {
            List<PortDescription> processed = receiving.FindAll(port => graph.Nodes.Exists(node => node.Name == port.Next));
            if (processed.Count != 1) throw new UsageException($"several ports receive: say {names}.");
            receiving = processed;
        }
        return receiving.Count == 1 ? IndexOf(graph, receiving[0]) : throw new UsageException("no port of this graph receives.");
    }

    static int IndexOf(CompiledGraph graph, PortDescription port)
    {
        int id = 0;
        while (!ReferenceEquals(graph.Ports[id], port)) id++;
        return id;
    }
}
