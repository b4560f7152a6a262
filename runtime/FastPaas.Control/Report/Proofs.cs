using System;
using System.Collections.Generic;

namespace FastPaas.Control.Report;

/// <summary>Checks a graph's certificate (graphs/SCHEMA.md) without what made it. A line says: what enters at a port meets only
/// these nodes before the mandatory one. It is true if no step out of them leads elsewhere, so no port is reached around it; and
/// there must be one for each node and port that the graph is to be held to.</summary>
static class Proofs
{
    /// <summary>What doesn't hold, a clause each; none: nothing leaves around a mandatory node.</summary>
    public static List<string> Complaints(CompiledGraph graph)
    {
        List<string> complaints = [];
        HashSet<(string Node, string Port)> proved = [];
        foreach (string line in graph.Certificate)
        {
            string[] words = line.Split(' ');
            bool isReadable = words.Length >= 5 && words[0] == "mandatory" && words[2] == "port" && words[4] == "before";
            string? wrong = isReadable ? Escape(graph, words[1], words[3], [.. words[5..]]) : "it can't be read";
            if (wrong is null) proved.Add((words[1], words[3]));
            else complaints.Add($"\"{line}\": {wrong}");
        }
        foreach (NodeDescription node in graph.Nodes)
            foreach (string port in node.MandatoryFor)
                if (!proved.Contains((node.Name, port)))
                    complaints.Add($"node {node.Name} is mandatory for port {port}, and no line proves it");
        return complaints;
    }

    /// <summary>A step that leads out of <paramref name="before"/> and not to the node; null: there is none.</summary>
    static string? Escape(CompiledGraph graph, string mandatory, string from, HashSet<string> before)
    {
        if (!graph.Nodes.Exists(node => node.Name == mandatory)) return "there is no such node";
        int port = graph.Ports.FindIndex(each => each.Name == from);
        if (port < 0) return "there is no such port";
        if (graph.Ports[port].Next is { } next && Leads(next)) return $"port {from} leads to {next}";
        foreach (NodeDescription node in graph.Nodes)
        {
            if (!before.Contains(node.Name)) continue;
            foreach (OutputDescription output in node.Outputs)
                if (Leads(output.To)) return $"{node.Name}.{output.Name} leads to {output.To}";
        }
        return null;

        bool Leads(string to) =>
            to != mandatory && !before.Contains(to) && !to.StartsWith("drop ", StringComparison.Ordinal);
    }
}
