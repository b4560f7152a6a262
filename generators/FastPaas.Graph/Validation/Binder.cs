using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Validation;

/// <summary>Looks up modules and targets: every name becomes what it names, or a mistake.</summary>
/// <param name="modules">Null values: manifests that are wrong, and reported.</param>
internal sealed class Binder(
    DiagnosticBag diagnostics, IReadOnlyDictionary<string, ModuleManifest?> modules, ListFiles lists)
{
    public BoundGraph Bind(GraphModel graph, IReadOnlyDictionary<string, NodeScope> tenantFiles, IReadOnlyList<string> fileNames)
    {
        BoundScope operatorScope = BindScope(graph, graph.Nodes);
        TargetResolver resolver = new(diagnostics, graph, graph.Nodes);
        List<Link?> ports = graph.Ports
            .Select(port => port.Next == null && !port.NextRefused
                ? (Link?)null
                : resolver.Resolve(port.Next, $"port \"{port.Name}\"", Names.Tenants))
            .ToList();
        Dictionary<string, BoundScope> files = tenantFiles.ToDictionary(
            pair => pair.Key, pair => BindScope(graph, pair.Value), StringComparer.Ordinal);

        List<BoundTenant> tenants = [];
        foreach (TenantModel tenant in graph.Tenants)
        {
            BoundScope? scope = null;
            if (tenant.File is { } file && !files.TryGetValue(file.Name, out scope))
            {
                diagnostics.Error(Rule.TenantFileMissing, file.Position,
                    $"there is no file \"{Names.Shown(file.Name)}\" in the graph's folder; "
                    + Names.Suggest(file.Name, fileNames, "write the name of the tenant's file, without a folder"));
            }

            tenants.Add(new BoundTenant(tenant, scope, resolver.Resolve(tenant.Next, $"tenant \"{tenant.Name}\"")));
        }

        return new BoundGraph(graph, operatorScope, ports, tenants);
    }

    BoundScope BindScope(GraphModel graph, NodeScope scope)
    {
        TargetResolver resolver = new(diagnostics, graph, scope);
        List<BoundNode> nodes = scope.Nodes.Select(node => BindNode(node, resolver, scope.Tenant)).ToList();
        Link entry = scope.Entry == null ? default : resolver.Resolve(scope.Entry, "`entry`", Names.Out, Names.Drop);
        bool open = !scope.Complete
            || (scope.Tenant && entry.Kind == LinkKind.Unknown)
            || nodes.Any(node => !node.Complete || node.Outputs.Any(output => output.Link.Kind == LinkKind.Unknown));
        return new BoundScope(scope, nodes, entry) { IsOpen = open };
    }

    BoundNode BindNode(NodeModel node, TargetResolver resolver, bool isTenant)
    {
        string[] allowed = isTenant ? [Names.Out, Names.Drop] : [Names.Drop, Names.Tenants];
        BoundOutput Output(string name, OutputModel model) => new(
            name, model.When, resolver.Resolve(model.Target, $"output `{Names.Shown(name)}` of node \"{node.Name}\"", allowed),
            model.Position, model.Target?.Position ?? model.Position);

        if (node.IsBranch)
        {
            CheckRules(node);
            return new BoundNode(node, null, null, node.Outputs.Select(rule => Output(rule.Name, rule)).ToList(), node.Complete);
        }

        ModuleManifest? manifest = node.Module == null ? null : FindModule(node.Module);
        EquatableArray<ConfigValue>? config = manifest == null || node.ConfigRefused ? null : ReadConfig(node, manifest);
        IReadOnlyList<OutputModel> written = node.OnlyTarget == null
            ? node.Outputs
            : [new(manifest?.Outputs[0] ?? "next", null, false, node.NextPosition, node.OnlyTarget, node.NextPosition)];
        if (manifest == null)
        {
            return new BoundNode(node, null, null, written.Select(output => Output(output.Name, output)).ToList(), false);
        }

        CheckFaults(node, manifest);
        bool complete = CheckOutputs(node, manifest, written) && node.Complete;
        return new BoundNode(node, manifest, config, written
            .Where(output => manifest.Outputs.Contains(output.Name))
            .OrderBy(output => manifest.Outputs.ToList().IndexOf(output.Name))
            .Select(output => Output(output.Name, output))
            .ToList(), complete);
    }

    void CheckRules(NodeModel node)
    {
        if (!node.NextIsRead) return;
        if (node.Outputs.Count == 0)
        {
            BranchNotTotal(node, node.NextPosition, "has no rules");
            return;
        }

        OutputModel last = node.Outputs[node.Outputs.Count - 1];
        if (last.Conditional == true)
        {
            BranchNotTotal(node, last.Position, "has a condition in its last rule, so a packet may match none");
        }

        for (int i = 0; i + 1 < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Conditional != false) continue;
            OutputModel untried = node.Outputs[i + 1];
            string always = node.Outputs[i].Name;
            diagnostics.Error(Rule.RuleNeverTried, untried.Position,
                $"{untried.Name} of branch \"{node.Name}\" is never taken: {always} has no `when`, so it always matches;"
                + $" give {always} a `when`, or remove what follows it");
            break;
        }
    }

    void BranchNotTotal(NodeModel node, SourcePosition position, string problem) =>
        diagnostics.Error(Rule.BranchNotTotal, position,
            $"branch \"{node.Name}\" {problem}; end the list with `{{ to = \"...\" }}`");

    void CheckFaults(NodeModel node, ModuleManifest manifest)
    {
        if (node.FaultKey is { } key && manifest.Language != ModuleLanguage.C && node.Trusted)
        {
            diagnostics.Error(Rule.MisplacedKey, key.Position,
                $"`{key.Name}` is for a node that is watched, and nothing watches one that is `trusted`; remove one of the two");
        }

        if (node.Protection is { Name: not "full" } protection)
        {
            if (manifest.Language != ModuleLanguage.C)
            {
                diagnostics.Error(Rule.MisplacedKey, protection.Position,
                    $"module \"{manifest.Name}\" is in C#, which `protection` says nothing about; remove it");
            }
            else if (protection.Name == "none" && node.FaultKey is { } watched)
            {
                diagnostics.Error(Rule.MisplacedKey, watched.Position,
                    $"`{watched.Name}` is for a node that is confined, and nothing watches one with `protection = \"none\"`;"
                    + " remove one of the two");
            }
        }

        if (node is { Quarantine: { Policy: "bypass" } quarantine, Mandatory.Count: > 0 })
        {
            diagnostics.Error(Rule.MandatoryBypassed, quarantine.Position,
                $"while mandatory node \"{node.Name}\" is in quarantine, packets would pass it unseen; write policy = \"drop\" "
                + "or \"restart\", or don't make it mandatory");
        }

        if (node.Quarantine?.BypassOutput is not { } output) return;
        if (manifest.Creates.Contains(output.Name))
        {
            diagnostics.Error(Rule.OutputUnknown, output.Position,
                $"only packets that \"{node.Name}\" has created leave by \"{output.Name}\", so none can pass by there; "
                + $"write one of {Names.List(manifest.Outputs.Except(manifest.Creates), "or")}");
        }

        if (manifest.Outputs.Contains(output.Name)) return;
        diagnostics.Error(Rule.OutputUnknown, output.Position,
            $"module \"{manifest.Name}\" has no output \"{Names.Shown(output.Name)}\"; "
            + $"{Names.Suggest(output.Name, manifest.Outputs, $"it has {Names.List(manifest.Outputs, "and")}")}");
    }

    ModuleManifest? FindModule(Reference module)
    {
        if (!modules.TryGetValue(module.Name, out ModuleManifest? manifest))
        {
            string known = modules.Count == 0
                ? "no module is known here"
                : $"the modules are {Names.List(modules.Keys.OrderBy(key => key, StringComparer.Ordinal), "and")}";
            diagnostics.Error(Rule.UnknownModule, module.Position,
                $"there is no module \"{module.Name}\"; {Names.Suggest(module.Name, modules.Keys, known)}");
        }
        else if (manifest?.NeedsState == true)
        {
            diagnostics.Error(Rule.NotBuilt, module.Position,
                $"this build can't do flow state yet, which module \"{module.Name}\" needs; take another");
        }

        return manifest;
    }

    EquatableArray<ConfigValue>? ReadConfig(NodeModel node, ModuleManifest manifest)
    {
        string owner = $"module \"{manifest.Name}\"";
        return new ConfigReader(diagnostics, owner, lists).Read(
            manifest.Config, node.Config?.Value as TomlTable, node.Config?.KeyPosition ?? node.Position,
                $"the configuration of {owner}");
    }

    bool CheckOutputs(NodeModel node, ModuleManifest manifest, IReadOnlyList<OutputModel> written)
    {
        if (!node.NextIsRead) return false;
        string outputs = Names.List(manifest.Outputs, "and");
        string module = $"module \"{manifest.Name}\"";
        if (node.OnlyTarget != null)
        {
            if (manifest.Outputs.Count == 1) return true;
            diagnostics.Error(Rule.OutputMissing, node.OnlyTarget.Position,
                $"{module} has the outputs {outputs}, so one target isn't enough; write `next = "
                + $"{{ {string.Join(", ", manifest.Outputs.Select(output => $"{output} = \"...\""))} }}`");
            return false;
        }

        bool right = true;
        List<string> missing = manifest.Outputs.Where(output => written.All(each => each.Name != output)).ToList();
        foreach (OutputModel output in written.Where(output => !manifest.Outputs.Contains(output.Name)))
        {
            right = false;
            string? meant = Spelling.Nearest(output.Name, missing);
            if (meant != null) missing.Remove(meant);
            diagnostics.Error(Rule.OutputUnknown, output.Position, $"{module} has no output \"{Names.Shown(output.Name)}\"; "
                + (meant == null ? $"it has {outputs}" : $"did you mean \"{meant}\"?"));
        }

        if (missing.Count == 0) return right;
        diagnostics.Error(Rule.OutputMissing, node.NextPosition,
            $"{Names.List(missing, "and")} of {module} {(missing.Count == 1 ? "leads" : "lead")}"
            + $" nowhere; add `{missing[0]} = \"<node or port>\"`, or \"drop\"");
        return false;
    }
}
