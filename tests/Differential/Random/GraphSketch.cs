using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace FastPaas.Differential.Random;

/// <summary>A graph before it is text: what the random generator makes, and what a failing case is shrunk on.
/// Immutable.</summary>
/// <param name="Ports">In the order of the file.</param>
/// <param name="Nodes">The operator's.</param>
sealed record GraphSketch(
    string Name, int BurstSize, IReadOnlyList<PortSketch> Ports, IReadOnlyList<NodeSketch> Nodes,
    IReadOnlyList<TenantSketch> Tenants)
{
    public string GraphToml
    {
        get
        {
            var text = new StringBuilder($"schema = 1\nname = \"{Name}\"\nburst = {BurstSize}\n");
            foreach ((PortSketch port, int i) in Ports.Select((port, i) => (port, i)))
            {
                text.Append($"\n[port.{port.Name}]\ndevice = \"net_null{i}\"\n");
                if (port.Next != null) text.Append($"next = \"{port.Next}\"\n");
            }

            foreach (NodeSketch node in Nodes) text.Append('\n').Append(node.Toml);
            foreach (TenantSketch tenant in Tenants)
            {
                text.Append($"\n[tenant.{tenant.Name}]\nmatch = \"{tenant.Match.Text}\"\n");
                text.Append($"graph = \"{tenant.Name}.toml\"\nnext = \"{tenant.Next}\"\n");
            }

            return text.ToString();
        }
    }

    public override string ToString() =>
        $"# graph.toml\n{GraphToml}{string.Concat(Tenants.Select(tenant => $"\n# {tenant.Name}.toml\n{tenant.Toml}"))}";
}

/// <param name="Next">Null: nothing is received here.</param>
sealed record PortSketch(string Name, string? Next);

sealed record TenantSketch(string Name, Condition Match, string Entry, IReadOnlyList<NodeSketch> Nodes, string Next)
{
    public string Toml => $"entry = \"{Entry}\"\n{string.Concat(Nodes.Select(node => '\n' + node.Toml))}";
}

abstract record NodeSketch(string Name)
{
    /// <summary>Where its outputs lead, in order.</summary>
    public abstract IReadOnlyList<string> Targets { get; }

    public abstract NodeSketch With(IReadOnlyList<string> targets);

    public abstract string Toml { get; }
}

/// <param name="Rules">All but the last rule, which has no condition.</param>
sealed record BranchSketch(string Name, IReadOnlyList<(Condition When, string To)> Rules, string Otherwise) : NodeSketch(Name)
{
    public override IReadOnlyList<string> Targets => [.. Rules.Select(rule => rule.To), Otherwise];

    public override NodeSketch With(IReadOnlyList<string> targets) =>
        this with { Rules = Rules.Select((rule, i) => (rule.When, targets[i])).ToArray(), Otherwise = targets[^1] };

    public static string LineOf((Condition When, string To) rule) => $"{{ when = \"{rule.When.Text}\", to = \"{rule.To}\" }},";

    public override string Toml
    {
        get
        {
            string rules = string.Concat(Rules.Select(rule => $"  {LineOf(rule)}\n"));
            return $"[node.{Name}]\nnext = [\n{rules}  {{ to = \"{Otherwise}\" }},\n]\n";
        }
    }
}

/// <param name="Outputs">The module's, and where each leads.</param>
/// <param name="Config">Lines of TOML below <c>[node.name.config]</c>.</param>
sealed record ModuleSketch(
    string Name, string Module, IReadOnlyList<(string Output, string To)> Outputs, IReadOnlyList<string> Config)
    : NodeSketch(Name)
{
    public override IReadOnlyList<string> Targets => Outputs.Select(output => output.To).ToArray();

    public override NodeSketch With(IReadOnlyList<string> targets) =>
        this with { Outputs = Outputs.Select((output, i) => (output.Output, targets[i])).ToArray() };

    public override string Toml
    {
        get
        {
            string outputs = string.Join(", ", Outputs.Select(output => $"{output.Output} = \"{output.To}\""));
            string next = Outputs.Count == 1 ? $"\"{Outputs[0].To}\"" : $"{{ {outputs} }}";
            string config = Config.Count == 0 ? "" : $"[node.{Name}.config]\n{string.Concat(Config.Select(line => line + '\n'))}";
            return $"[node.{Name}]\nmodule = \"{Module}\"\nnext = {next}\n{config}";
        }
    }
}
