using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>Reads TOML tables by the table of keys: unknown and missing keys, types, ranges, what isn't built yet.</summary>
internal sealed class SettingsReader(DiagnosticBag diagnostics, bool operatorFile)
{
    /// <param name="place">For messages: <c>[port.uplink]</c>.</param>
    public Settings Read(TomlTable table, TableInfo info, SourcePosition position, string place, bool built = true)
    {
        Settings settings = new(position, place);
        foreach (TomlEntry entry in table.Entries)
        {
            KeyInfo? key = Find(info, entry, place);
            if (key == null || !IsRight(key, entry))
            {
                settings.Refuse(entry.Key);
                string? meant = key == null ? Spelling.Nearest(entry.Key, info.Keys.Select(each => each.Name)) : null;
                if (meant != null) settings.Refuse(meant);
                continue;
            }

            bool keyBuilt = built && key.NotBuilt == NotBuiltAs.Built;
            if (built && !keyBuilt) ReportNotBuilt(key, entry);
            settings.Accept(entry, key.Table != null && entry.Value is TomlTable inner
                ? Read(inner, key.Table, entry.KeyPosition, Inside(place, entry.Key), keyBuilt)
                : null);
        }

        if (info.AtLeastOne && table.Entries.Count == 0)
        {
            diagnostics.Error(Rule.MissingKey, position, $"{place} is empty; write `{info.Any!.Table!.Heading}`");
        }

        foreach (KeyInfo key in info.Keys.Where(key => key.Required && !settings.Has(key.Name)))
        {
            diagnostics.Error(Rule.MissingKey, position, $"{place} lacks `{key.Name}`; write {ValueCheck.Assignment(key)}");
        }

        return settings;
    }

    static string Inside(string place, string key) => place[0] == '[' ? $"{place.TrimEnd(']')}.{key}]" : $"[{key}]";

    /// <summary><c>a port</c>; or from <c>&lt;field&gt;</c>, <c>a field</c>.</summary>
    static string Noun(KeyInfo key) => key.Name == "<name>" ? key.Meaning : "a " + key.Name.Trim('<', '>');

    KeyInfo? Find(TableInfo info, TomlEntry entry, string place)
    {
        KeyInfo? key = info.Find(entry.Key);
        if (key == null ? !operatorFile && OperatorKeys.Graph.Find(entry.Key) != null : key.OperatorOnly && !operatorFile)
        {
            diagnostics.Error(Rule.OperatorOnly, entry.KeyPosition,
                $"a tenant's file can't set `{entry.Key}`; remove it, only the operator's graph.toml may");
            return null;
        }

        if (key == null)
        {
            List<string> known = info.Keys.Where(each => operatorFile || !each.OperatorOnly).Select(each => each.Name).ToList();
            diagnostics.Error(Rule.UnknownKey, entry.KeyPosition, $"{place} has no key `{Names.Shown(entry.Key)}`; "
                + Names.Suggest(entry.Key, known, $"it can have {Names.List(known, "and", "`")}", "`"));
        }
        else if (key == info.Any && key.Type != KeyType.Any && Names.Complaint(Noun(key), entry.Key, []) is { } complaint)
        {
            diagnostics.Error(Rule.BadName, entry.KeyPosition, complaint);
            return null;
        }

        return key;
    }

    bool IsRight(KeyInfo key, TomlEntry entry)
    {
        List<Diagnostic> problems = ValueCheck.Problems(key, entry).ToList();
        diagnostics.AddRange(problems);
        return problems.Count == 0;
    }

    void ReportNotBuilt(KeyInfo key, TomlEntry entry)
    {
        string what = $"this build can't do {CapabilityText.Of(key.Since)} yet";
        diagnostics.Add(key.NotBuilt == NotBuiltAs.Error
            ? new(Rule.NotBuilt, DiagnosticSeverity.Error, entry.KeyPosition, $"{what}; remove `{key.Name}`")
            : new(Rule.NotBuilt, DiagnosticSeverity.Warning, entry.KeyPosition, $"{what}; `{key.Name}` changes nothing"));
    }
}
