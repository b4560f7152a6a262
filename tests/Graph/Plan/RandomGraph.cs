using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Tests.Plan;

/// <summary>A random valid graph of branches: each node leads to later nodes, ports or "drop", under shuffled names.</summary>
public sealed class RandomGraph
{
    const int PortCount = 2;

    public RandomGraph(int seed, int nodeCount, bool withMandatory)
    {
        Random random = new(seed);
        string[] names = Enumerable.Range(0, nodeCount).Select(i => $"n{i}").OrderBy(_ => random.Next()).ToArray();
        int mandatory = withMandatory ? random.Next(nodeCount) : -1;
        Mandatory = withMandatory ? names[mandatory] : null;
        List<string>[] targets = Enumerable.Range(0, nodeCount).Select(node => Targets(random, names, node)).ToArray();
        for (int node = 1; node < nodeCount; node++)
        {
            if (!targets.Take(node).Any(list => list.Contains(names[node]))) targets[random.Next(node)].Add(names[node]);
        }

        for (int node = 0; node < nodeCount; node++) Next[names[node]] = targets[node];
        Next["p0"] = [names[0]];
        Next["p1"] = [names[random.Next(nodeCount)]];
        Text = "schema = 1\nname = \"random\"\n"
            + string.Concat(Enumerable.Range(0, PortCount)
                .Select(port => $"[port.p{port}]\ndevice = \"net_null{port}\"\nnext = \"{Next[$"p{port}"][0]}\"\n"))
            + string.Concat(names.OrderBy(_ => random.Next()).Select(name => Node(name, name == Mandatory)));
    }

    public string Text { get; }

    /// <summary>Where nodes and ports lead.</summary>
    public Dictionary<string, List<string>> Next { get; } = [];

    public string? Mandatory { get; }

    /// <summary>Some path from <paramref name="port"/> to a port avoids the mandatory node: every path, one by one.</summary>
    public bool HasPathAround(string port) => Next[port].Any(Escapes);

    bool Escapes(string place) => place != "drop" && place != Mandatory && (place[0] == 'p' || Next[place].Any(Escapes));

    static List<string> Targets(Random random, string[] names, int node) => Enumerable.Range(0, random.Next(1, 4))
        .Select(_ => random.Next(5) switch
        {
            0 => "drop",
            1 => $"p{random.Next(PortCount)}",
            _ => node + 1 < names.Length ? names[random.Next(node + 1, names.Length)] : "drop",
        })
        .ToList();

    string Node(string name, bool mandatory)
    {
        List<string> targets = Next[name];
        IEnumerable<string> rules = targets.Select((target, i) =>
            i + 1 < targets.Count ? $"{{ when = \"eth.type == {i}\", to = \"{target}\" }}" : $"{{ to = \"{target}\" }}");
        return $"[node.{name}]\n{(mandatory ? "mandatory = [\"p0\"]\n" : "")}next = [{string.Join(", ", rules)}]\n";
    }
}
