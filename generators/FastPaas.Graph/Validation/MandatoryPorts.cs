using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

/// <summary>The ports that <c>mandatory</c> names exist.</summary>
internal sealed class MandatoryPorts(DiagnosticBag diagnostics, GraphModel graph)
{
    public void Run()
    {
        string[] ports = graph.Ports.Select(port => port.Name).ToArray();
        foreach (Reference reference in graph.Nodes.Nodes.SelectMany(node => node.Mandatory))
        {
            if (reference.Name == "*" || ports.Contains(reference.Name) || graph.Nodes.Refused.Contains(reference.Name)) continue;
            diagnostics.Error(Rule.UnknownPort, reference.Position, $"there is no port \"{Names.Shown(reference.Name)}\"; "
                + Names.Suggest(reference.Name, ports, "write the name of a port, or \"*\" for all"));
        }
    }
}
