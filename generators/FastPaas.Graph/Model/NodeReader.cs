using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>One <c>[node.x]</c>: a module's node or a branch.</summary>
internal sealed class NodeReader(DiagnosticBag diagnostics, SettingsReader settingsReader)
{
    public NodeModel Read(string name, Settings node)
    {
        bool isBranch = !node.Has("module");
        Reference? module = node.String("module") is { } written ? new(written.Value, written.Position) : null;
        TomlEntry? next = node.Entry("next");
        List<OutputModel> outputs = [];
        Reference? onlyTarget = null;
        bool nextIsRead = false;
        bool complete = next != null && (isBranch || module != null);

        if (isBranch) RefuseModuleKeys(node);
        switch (next?.Value)
        {
            case TomlArray rules when isBranch:
                nextIsRead = rules.Items.Count <= Limits.RulesMax;
                complete &= ReadRules(rules, node.Place, outputs);
                break;
            case TomlTable map when !isBranch:
                nextIsRead = true;
                complete &= ReadMap(map, outputs);
                break;
            case TomlString { Value.Length: > 0 } target when !isBranch:
                nextIsRead = true;
                onlyTarget = new Reference(target.Value, target.Position);
                break;
            case { } value:
                Misplaced(value, isBranch, node);
                complete = false;
                break;
        }

        return new NodeModel(
            name, node.Position, module, isBranch, outputs, onlyTarget, next?.KeyPosition ?? node.Position, nextIsRead,
            node.Texts("mandatory").Select(port => new Reference(port.Value, port.Position)).ToList(),
            node.Boolean("trusted"), node.Entry("config"), node.Refused("config"), complete)
        {
            Quarantine = node.Table("quarantine") is { } quarantine ? ReadQuarantine(quarantine) : null,
            BudgetUs = node.Entry("budget_us") is null ? null : (int)node.Integer("budget_us", 0),
            Protection = node.String("protection") is { } protection ? new(protection.Value, protection.Position) : null,
            FaultKey = (node.Entry("quarantine") ?? node.Entry("budget_us")) is { } key ? new(key.Key, key.KeyPosition) : null,
        };
    }

    QuarantineModel ReadQuarantine(Settings quarantine)
    {
        string policy = quarantine.Text("policy") ?? "drop";
        Reference? output = quarantine.String("bypass_output") is { } written ? new(written.Value, written.Position) : null;
        Misfit("bypass_output", "bypass");
        Misfit("restarts_per_minute_max", "restart");
        if (policy == "bypass" && !quarantine.Has("bypass_output"))
        {
            diagnostics.Error(Rule.MissingKey, quarantine.Position,
                $"{quarantine.Place} lacks `bypass_output`; write `bypass_output = \"<output>\"`");
        }

        return new QuarantineModel(
            policy, output, (int)quarantine.Integer("restarts_per_minute_max", 10), quarantine.Position);

        void Misfit(string key, string of)
        {
            if (policy == of || quarantine.Refused("policy") || quarantine.Entry(key) is not { } entry) return;
            diagnostics.Error(Rule.MisplacedKey, entry.KeyPosition,
                $"`{key}` is for `policy = \"{of}\"`; write that, or remove `{key}`");
        }
    }

    void RefuseModuleKeys(Settings node)
    {
        foreach (KeyInfo key in GraphKeys.Node.Keys.Where(key => key.ModuleOnly))
        {
            if (node.Entry(key.Name) is not { } entry) continue;
            diagnostics.Error(Rule.MisplacedKey, entry.KeyPosition,
                $"{node.Place} has no module, so it can't have `{key.Name}`; add `module = \"...\"` or remove `{key.Name}`");
        }
    }

    void Misplaced(TomlNode value, bool isBranch, Settings node)
    {
        string branch = $"{node.Place} has no module, so it is a branch, and its `next` is a list of rules;"
            + " add `module = \"...\"` or write `next = [{ when = \"...\", to = \"...\" }, { to = \"...\" }]`";
        string message = value switch
        {
            TomlString => isBranch ? branch : "`next` is empty; write the name of a node or port",
            TomlArray => $"{node.Place} has a module, so its `next` maps the module's outputs;"
                + " write `next = { <output> = \"<node or port>\" }` or remove `module`",
            _ => branch,
        };
        diagnostics.Error(Rule.WrongType, value.Position, message);
    }

    bool ReadMap(TomlTable map, List<OutputModel> outputs)
    {
        bool complete = true;
        foreach (TomlEntry entry in map.Entries)
        {
            Reference? target = null;
            if (entry.Value is TomlString { Value.Length: > 0 } text)
            {
                target = new Reference(text.Value, text.Position);
            }
            else
            {
                complete = false;
                diagnostics.Error(Rule.WrongType, entry.Value.Position,
                    $"output `{Names.Shown(entry.Key)}` can't lead to {ValueCheck.Kind(entry.Value)};"
                    + " write the name of a node or port, or \"drop\"");
            }

            outputs.Add(new OutputModel(entry.Key, null, false, entry.KeyPosition, target, entry.KeyPosition));
        }

        return complete;
    }

    bool ReadRules(TomlArray rules, string place, List<OutputModel> outputs)
    {
        bool complete = true;
        if (rules.Items.Count > Limits.RulesMax)
        {
            diagnostics.Error(Rule.TooMany, rules.Position,
                $"{place} has {rules.Items.Count} rules; write at most {Limits.RulesMax},"
                + " or put a second branch behind the last rule");
            return false;
        }

        foreach (TomlNode item in rules.Items)
        {
            string name = $"rule{outputs.Count + 1}";
            if (item is not TomlTable table)
            {
                diagnostics.Error(Rule.WrongType, item.Position,
                    $"a rule can't be {ValueCheck.Kind(item)}; write `{{ when = \"...\", to = \"...\" }}`");
                complete = false;
                outputs.Add(new OutputModel(name, null, null, item.Position, null, item.Position));
                continue;
            }

            Settings rule = settingsReader.Read(table, GraphKeys.Rule, item.Position, $"{name} of {place}");
            TomlString? when = rule.String("when");
            MatchExpression? condition = when == null ? null : ExpressionReader.Read(when, diagnostics);
            Reference? target = rule.String("to") is { } to ? new(to.Value, to.Position) : null;
            complete &= target != null && (when == null ? !rule.Has("when") : condition != null);
            bool? conditional = rule.Has("when") ? true : rule.AllRefused.Count > 0 ? null : false;
            outputs.Add(new OutputModel(name, condition, conditional, when?.Position ?? item.Position, target, item.Position));
        }

        return complete && outputs.Count > 0;
    }
}
