using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Model.Keys;

namespace FastPaas.Graph.Tests.Schema;

/// <summary>The parts of graphs/SCHEMA.md that come from the code: between <c>&lt;!-- generated: name --&gt;</c> and
/// <c>&lt;!-- end --&gt;</c>.</summary>
public static class SchemaMarkdown
{
    public static IReadOnlyDictionary<string, string> Parts { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["graph keys"] = Tables(KeyTables.OfGraphs),
        ["manifest keys"] = Tables(KeyTables.OfManifests),
        ["reserved names"] = List(Names.Reserved),
        ["drop reasons"] = List(Names.ReservedDropReasons),
        ["limits"] = LimitsTable(),
        ["diagnostics"] = Diagnostics(),
    };

    public static string Refresh(string markdown)
    {
        foreach ((string name, string text) in Parts)
        {
            string begin = $"<!-- generated: {name} -->\n";
            int start = markdown.IndexOf(begin, StringComparison.Ordinal);
            if (start < 0) throw new InvalidOperationException($"graphs/SCHEMA.md has no part \"{name}\"");
            start += begin.Length;
            int end = markdown.IndexOf("<!-- end -->", start, StringComparison.Ordinal);
            markdown = string.Concat(markdown.AsSpan(0, start), text, markdown.AsSpan(end));
        }

        return markdown;
    }

    static string Tables(IEnumerable<TableInfo> tables) =>
        string.Join("\n", tables.Select(table => $"**`{table.Heading}`**\n\n{Table(table)}"));

    static string Table(TableInfo table)
    {
        StringBuilder text = new("| key | type | unit | default | meaning |\n|---|---|---|---|---|\n");
        foreach (KeyInfo key in table.Any == null ? table.Keys : [.. table.Keys, table.Any])
        {
            string notBuilt = key.NotBuilt switch
            {
                NotBuiltAs.Error => " (not built yet: error)",
                NotBuiltAs.Warning => " (not built yet: warning)",
                _ => "",
            };
            text.Append($"| `{key.Name}` | {TypeOf(key)} | {key.Unit ?? ""} | {DefaultOf(key)} | {key.Meaning}{notBuilt} |\n");
        }

        return text.ToString();
    }

    static string TypeOf(KeyInfo key) => key.Type switch
    {
        KeyType.Integer when key.Min == key.Max => $"{key.Min}",
        KeyType.Integer when key.Step != 0 => $"{key.Min} or {key.Max}",
        KeyType.Integer when key.Max == long.MaxValue => $"integer from {key.Min}",
        KeyType.Integer => FormattableString.Invariant($"integer, {key.Min:N0} to {key.Max:N0}"),
        KeyType.Boolean => "boolean",
        KeyType.Choice when key.Choices.Count > 10 => "a type, below",
        KeyType.Choice => Names.List(key.Choices, "or", "`"),
        KeyType.Name => "name",
        KeyType.Target => "target",
        KeyType.Match => "match expression",
        KeyType.Texts => key.Choices.Count > 0 ? "array of header fields" : "array of strings",
        KeyType.Integers => FormattableString.Invariant($"array of integers, {key.Min:N0} to {key.Max:N0}"),
        KeyType.Table => "table",
        KeyType.Next => "target, table or array",
        KeyType.Any => "any",
        _ => "string",
    };

    static string DefaultOf(KeyInfo key) => key.Required ? "required" : Quoted(key.Default);

    /// <summary>TOML in code quotes, words as they are.</summary>
    static string Quoted(string? text) =>
        text == null || text.Contains("the ", StringComparison.Ordinal) ? text ?? "" : $"`{text}`";

    static string List(IEnumerable<string> words) => string.Join(" ", words.Select(word => $"`{word}`")) + "\n";

    static string LimitsTable()
    {
        (string What, long Most)[] limits =
        [
            ("bytes of a TOML file", Limits.FileBytesMax),
            ("characters of a list's file", Limits.ListFileSizeMax),
            ("mistakes listed at once", Limits.MistakesMax),
            ("ports", Limits.PortsMax),
            ("nodes, those of all tenants and `tenants` included", Limits.NodesMax),
            ("outputs of nodes, those of all tenants included", Limits.EdgesMax),
            ("tenants", Limits.TenantsMax),
            ("rules of a branch", Limits.RulesMax),
            ("comparisons in one match expression", MatchParser.ComparisonsMax),
            ("nested parentheses and `not` in one match expression", MatchParser.DepthMax),
            ("values, prefixes and ranges in one set of a match expression", MatchParser.SetMax),
            ("comparisons a packet takes in one branch, or in selecting its tenant", Limits.RuleCostMax),
            ("pairs of a mandatory node and a port", Limits.MandatoryPairsMax),
            ("characters of a name", Limits.NameLengthMax),
            ("characters of another string key", Limits.TextLengthMax),
            ("outputs of a module", Limits.OutputsMax),
            ("configuration keys of a module, fields of a record", Limits.ConfigKeysMax),
            ("names of an enum", Limits.EnumValuesMax),
            ("elements of a configuration list", Limits.ListCountMax),
            ("records of a list in a file", Limits.ListFileRecordsMax),
            ("UTF-8 bytes of a configuration string", Limits.ConfigTextBytesMax),
        ];
        return "| at most | of |\n|---|---|\n"
            + string.Concat(limits.Select(limit => FormattableString.Invariant($"| {limit.Most:N0} | {limit.What} |\n")));
    }

    static string Diagnostics() =>
        "| id | meaning |\n|---|---|\n" + string.Concat(Rule.All.Select(rule => $"| {rule.Id} | {rule.Meaning} |\n"));
}
