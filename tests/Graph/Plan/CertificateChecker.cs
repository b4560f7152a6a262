using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Plan;

namespace FastPaas.Graph.Tests.Plan;

/// <summary>Checks a plan's certificate without trusting whoever wrote it. A line says: what enters at a port meets only these
/// nodes before the mandatory one. It is true if no step out of them leads elsewhere: no port is reached around it.</summary>
public static class CertificateChecker
{
    /// <summary>What doesn't hold; nothing: the proof is good.</summary>
    public static IEnumerable<string> Complaints(DispatchPlan plan) =>
        plan.Certificate.SelectMany(line => Complaints(plan, line));

    static IEnumerable<string> Complaints(DispatchPlan plan, string line)
    {
        string[] words = line.Split(' ');
        if (words.Length < 5 || words[0] != "mandatory" || words[2] != "port" || words[4] != "before")
        {
            yield return $"unreadable: {line}";
            yield break;
        }

        HashSet<string> before = new(words[5..], StringComparer.Ordinal);
        PlanPort? port = plan.Ports.FirstOrDefault(port => port.Name == words[3]);
        if (port == null || plan.Nodes.All(node => node.Name != words[1])) yield return $"names what isn't there: {line}";
        IEnumerable<PlanTarget> steps = plan.Nodes.Where(node => before.Contains(node.Name))
            .SelectMany(node => node.Outputs).Select(output => output.Target);
        if (port?.Entry is { } entry) steps = steps.Prepend(entry);
        foreach (PlanTarget step in steps)
        {
            if (step is PortTarget) yield return $"reaches a port: {line}";
            if (step is not NodeTarget { NodeId: var id }) continue;
            string name = plan.Nodes[id].Name;
            if (name != words[1] && !before.Contains(name)) yield return $"leads to {name}, which isn't listed: {line}";
        }
    }
}
