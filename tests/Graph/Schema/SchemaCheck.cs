using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Tests.Schema;

/// <summary>A TOML value against a JSON Schema: the keywords that ours has, and an exception at any other.</summary>
public sealed class SchemaCheck(JsonElement root)
{
    static readonly HashSet<string> Annotations = ["$schema", "title", "description", "definitions"];

    public bool Accepts(TomlNode value) => Accepts(root, value);

    bool Accepts(JsonElement schema, TomlNode value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return schema.GetBoolean();
        return schema.EnumerateObject().All(keyword => Annotations.Contains(keyword.Name) || Holds(keyword, schema, value));
    }

    bool Holds(JsonProperty keyword, JsonElement schema, TomlNode value) => keyword.Name switch
    {
        "$ref" => Accepts(root.GetProperty("definitions").GetProperty(keyword.Value.GetString()!.Split('/')[^1]), value),
        "anyOf" => keyword.Value.EnumerateArray().Any(option => Accepts(option, value)),
        "type" => TypeOf(value) == keyword.Value.GetString(),
        "enum" => keyword.Value.EnumerateArray().Any(option => value is TomlString text && option.GetString() == text.Value),
        "pattern" => value is not TomlString text || Regex.IsMatch(text.Value, keyword.Value.GetString()!),
        "minLength" => value is not TomlString text || text.Value.Length >= keyword.Value.GetInt32(),
        "maxLength" => value is not TomlString text || text.Value.Length <= keyword.Value.GetInt32(),
        "minimum" => value is not TomlInteger number || number.Value >= keyword.Value.GetInt64(),
        "maximum" => value is not TomlInteger number || number.Value <= keyword.Value.GetInt64(),
        "multipleOf" => value is not TomlInteger number || number.Value % keyword.Value.GetInt64() == 0,
        "items" => value is not TomlArray array || array.Items.All(item => Accepts(keyword.Value, item)),
        "minItems" => value is not TomlArray array || array.Items.Count >= keyword.Value.GetInt32(),
        "maxItems" => value is not TomlArray array || array.Items.Count <= keyword.Value.GetInt32(),
        "required" => value is not TomlTable table
            || keyword.Value.EnumerateArray().All(name => table.Find(name.GetString()!) != null),
        "properties" => value is not TomlTable table || keyword.Value.EnumerateObject().All(
            property => table.Find(property.Name) is not { } entry || Accepts(property.Value, entry.Value)),
        "propertyNames" => value is not TomlTable table
            || table.Entries.All(entry => Accepts(keyword.Value, new TomlString(entry.Key, entry.KeyPosition, default))),
        "additionalProperties" => value is not TomlTable table || table.Entries.All(
            entry => IsProperty(schema, entry.Key) || Accepts(keyword.Value, entry.Value)),
        "minProperties" => value is not TomlTable table || table.Entries.Count >= keyword.Value.GetInt32(),
        "if" => Accepts(schema.GetProperty(Accepts(keyword.Value, value) ? "then" : "else"), value),
        "then" or "else" => true,
        _ => throw new NotSupportedException($"the check doesn't know {keyword.Name}"),
    };

    static bool IsProperty(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out _);

    static string TypeOf(TomlNode value) => value switch
    {
        TomlString => "string",
        TomlInteger => "integer",
        TomlFloat => "number",
        TomlBoolean => "boolean",
        TomlArray => "array",
        TomlTable => "object",
        _ => "date",
    };
}
