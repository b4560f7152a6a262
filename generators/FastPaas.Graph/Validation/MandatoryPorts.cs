using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

/// <summary>The ports that <c>mandatory</c> names exist, and receive: of one that doesn't, nothing would be proved.</summary>
internal sealed class MandatoryPorts(DiagnosticBag diagnostics, GraphModel graph)
{
    public void Run()
    {
        string[] ports = graph.Ports.Select(port => port.Name).ToArray();
        foreach (Reference reference in graph.Nodes.Nodes.SelectMany(node => node.Mandatory))
        {
            if (reference.Name == "*" || graph.Nodes.Refused.Contains(reference.Name)) continue;
            if (graph.Ports.FirstOrDefault(port => port.Name == reference.Name) is { } named)
            {
                if (named.Next != null || named.NextRefused) continue;
                diagnostics.Error(Rule.MandatoryBypassed, reference.Position, $"port \"{named.Name}\" receives nothing, so this "
                    + "proves nothing; give the port a `next`, or name a port that has one");
                continue;
            }

            diagnostics.Error(Rule.UnknownPort, reference.Position, $"there is no port \"{Names.Shown(reference.Name)}\"; "
                + Names.Suggest(reference.Name, ports, "write the name of a port, or \"*\" for all"));
        }
    }
}
