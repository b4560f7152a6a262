using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastPaas.Graph.Model.Keys;

namespace FastPaas.Graph.Tests.Schema;

/// <summary>graphs/fastpaas.schema.json, made from the table of keys: JSON Schema draft 7, as Taplo and Even Better TOML read
/// it.</summary>
public static class SchemaJson
{
    const string NamePattern = "^[a-z][a-z0-9_]{0,63}$";

    /// <summary>A definition for each kind of file; one file matches one of them.</summary>
    static readonly (string Name, TableInfo Table, bool Operator)[] Files =
    [
        ("graph", OperatorKeys.Graph, true), ("tenant", GraphKeys.TenantFile, false), ("module", ManifestKeys.Manifest, true),
    ];

    static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n",
    };

    public static string Text()
    {
        JsonObject definitions = [];
        foreach ((string name, TableInfo table, bool isOperator) in Files) definitions[name] = Table(table, isOperator);
        JsonObject root = new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "FastPaas graph.toml, tenant file or module.toml",
            ["description"] = "Made from the table of keys by FASTPAAS_ACCEPT=1; graphs/SCHEMA.md says what each key means.",
            ["anyOf"] = Array(Files.Select(file => Reference(file.Name))),
            ["definitions"] = definitions,
        };
        return root.ToJsonString(Readable) + "\n";
    }

    static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    static JsonObject Table(TableInfo table, bool isOperator)
    {
        JsonObject properties = [];
        foreach (KeyInfo key in table.Keys.Where(key => isOperator || !key.OperatorOnly)) properties[key.Name] =
            Key(key, isOperator);
        JsonObject schema = new() { ["type"] = "object", ["properties"] = properties };
        string[] required = table.Keys.Where(key => key.Required).Select(key => key.Name).ToArray();
        if (required.Length > 0) schema["required"] = Array(required.Select(name => JsonValue.Create(name)));
        if (table.Any is { } any)
        {
            schema["additionalProperties"] = Key(any, isOperator);
            if (any.Type != KeyType.Any) schema["propertyNames"] = new JsonObject { ["pattern"] = NamePattern };
        }
        else
        {
            schema["additionalProperties"] = false;
        }

        if (table.AtLeastOne) schema["minProperties"] = 1;
        if (table == GraphKeys.Node) AddShapes(schema);
        return schema;
    }

    /// <summary>With a module `next` names targets; without one it is a list of rules, and the module's keys can't be
    /// there.</summary>
    static void AddShapes(JsonObject node)
    {
        JsonObject branch = new() { ["next"] = new JsonObject { ["type"] = "array" } };
        foreach (KeyInfo key in GraphKeys.Node.Keys.Where(key => key.ModuleOnly)) branch[key.Name] = false;
        JsonObject targets =
            new() { ["anyOf"] = Array([new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "object" }]) };
        node["if"] = new JsonObject { ["required"] = Array([JsonValue.Create("module")]) };
        node["then"] = new JsonObject { ["properties"] = new JsonObject { ["next"] = targets } };
        node["else"] = new JsonObject { ["properties"] = branch };
    }

    static JsonObject Key(KeyInfo key, bool isOperator)
    {
        JsonObject schema = Value(key, isOperator);
        schema["description"] = key.NotBuilt == NotBuiltAs.Built ? key.Meaning : $"{key.Meaning} (not built yet)";
        return schema;
    }

    static JsonObject Value(KeyInfo key, bool isOperator) => key.Type switch
    {
        KeyType.Integer => Integer(key),
        KeyType.Boolean => new() { ["type"] = "boolean" },
        KeyType.Choice => Choice(key),
        KeyType.Name => new() { ["type"] = "string", ["pattern"] = NamePattern },
        KeyType.Match => new() { ["type"] = "string", ["minLength"] = 1 },
        KeyType.Texts => new() { ["type"] = "array", ["items"] = key.Choices.Count > 0 ? Choice(key) : String() },
        KeyType.Integers => new() { ["type"] = "array", ["items"] = Integer(key) },
        KeyType.Table => Table(key.Table!, isOperator),
        KeyType.Next => Next(),
        KeyType.Any => [],
        _ => String(),
    };

    static JsonObject Choice(KeyInfo key) => new() { ["enum"] = Array(key.Choices.Select(choice => JsonValue.Create(choice))) };

    static JsonObject String() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Limits.TextLengthMax };

    static JsonObject Integer(KeyInfo key)
    {
        JsonObject schema = new() { ["type"] = "integer", ["minimum"] = key.Min };
        if (key.Max != long.MaxValue) schema["maximum"] = key.Max;
        if (key.Step != 0) schema["multipleOf"] = key.Step;
        return schema;
    }

    static JsonObject Next() => new()
    {
        ["anyOf"] = Array(
        [
            String(),
            new JsonObject { ["type"] = "object", ["additionalProperties"] = String() },
            new JsonObject
            {
                ["type"] = "array", ["items"] = Table(GraphKeys.Rule, true), ["minItems"] = 1, ["maxItems"] = Limits.RulesMax,
            },
        ]),
    };
}
