using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>Is a value what its key wants?</summary>
internal static class ValueCheck
{
    public static IEnumerable<Diagnostic> Problems(KeyInfo key, TomlEntry entry)
    {
        bool isList = key.Type is KeyType.Texts or KeyType.Integers;
        if (!isList || entry.Value is not TomlArray array) return Problem(key, entry.Key, entry.Value) is { } one ? [one] : [];
        KeyType type = key.Type == KeyType.Integers ? KeyType.Integer : key.Choices.Count > 0 ? KeyType.Choice : KeyType.Text;
        KeyInfo element = key with { Type = type, Example = key.Example.Trim('[', ']') };
        return array.Items.Select(item => Problem(element, entry.Key, item)).OfType<Diagnostic>();
    }

    /// <summary>Null: there is none.</summary>
    static Diagnostic? Problem(KeyInfo key, string name, TomlNode value) => key.Type switch
    {
        KeyType.Integer => Number(key, name, value),
        KeyType.Boolean => value is TomlBoolean ? null : WrongType(key, name, value),
        KeyType.Text or KeyType.Match or KeyType.Target or KeyType.Name or KeyType.Choice => Text(key, name, value),
        KeyType.Texts or KeyType.Integers => WrongType(key, name, value),
        KeyType.Table => value is TomlTable ? null : WrongType(key, name, value),
        KeyType.Next => value is TomlString or TomlTable or TomlArray ? null : WrongType(key, name, value),
        _ => null,
    };

    /// <summary>The whole line to write: <c>`schema = 1`</c>.</summary>
    public static string Assignment(KeyInfo key) => key.Type switch
    {
        KeyType.Integer when key.Min == key.Max => $"`{key.Name} = {key.Min}`",
        KeyType.Integer => $"`{key.Name} = ...`, {Wanted(key)}",
        KeyType.Choice when key.Choices.Count <= 4 => $"`{key.Name} = \"...\"`, {Wanted(key)}",
        KeyType.Table or KeyType.Next => Wanted(key),
        _ => $"`{key.Name} = {(key.Type == KeyType.Choice ? key.Example : Wanted(key))}`",
    };

    /// <summary>The value to write.</summary>
    static string Wanted(KeyInfo key) => key.Type switch
    {
        KeyType.Integer when key.Min == key.Max => $"{key.Min}",
        KeyType.Integer when key.Step != 0 => $"{key.Min} or {key.Max}",
        KeyType.Integer => key.Max == long.MaxValue ? $"an integer from {key.Min}" : $"an integer from {key.Min} to {key.Max}",
        KeyType.Boolean => "true or false",
        KeyType.Choice => Names.List(key.Choices),
        KeyType.Texts => key.Example[0] == '[' ? key.Example : $"[{key.Example}]",
        KeyType.Integers => "[1, 2]",
        KeyType.Table => $"`{key.Table!.Any?.Table?.Heading ?? key.Table.Heading}`",
        KeyType.Next => "`next = { <output> = \"<node or port>\" }`,"
            + " or in a branch `next = [{ when = \"...\", to = \"...\" }, { to = \"...\" }]`",
        _ => key.Example,
    };

    public static string Kind(TomlNode value) => value switch
    {
        TomlString => "a string",
        TomlInteger => "an integer",
        TomlFloat => "a float",
        TomlBoolean => "a boolean",
        TomlDateTime => "a date or time",
        TomlArray => "an array",
        _ => "a table",
    };

    static Diagnostic? Number(KeyInfo key, string name, TomlNode value)
    {
        if (value is not TomlInteger number) return WrongType(key, name, value);
        bool isRight = number.Value >= key.Min && number.Value <= key.Max && (key.Step == 0 || number.Value % key.Step == 0);
        if (isRight) return null;
        return Bad(value, $"`{name}` can't be {number.Value.ToString(CultureInfo.InvariantCulture)}; write {Wanted(key)}");
    }

    static Diagnostic? Text(KeyInfo key, string name, TomlNode value)
    {
        if (value is not TomlString text) return WrongType(key, name, value);
        if (key.Type == KeyType.Choice)
        {
            return key.Choices.Contains(text.Value)
                ? null
                : Bad(value, $"`{name}` can't be \"{Names.Shown(text.Value)}\"; "
                    + Names.Suggest(text.Value, key.Choices, $"write {Names.List(key.Choices)}"));
        }

        if (text.Value.Length == 0) return Bad(value, $"`{name}` is empty; write {Wanted(key)}");
        if (key.Type == KeyType.Name && !Names.IsName(text.Value))
        {
            return new Diagnostic(Rule.BadName, DiagnosticSeverity.Error, value.Position,
                $"`{name}` can't be \"{Names.Shown(text.Value)}\"; write {Names.Form}");
        }

        // A match expression's length is its parser's business: it knows how to say which part is too much.
        return key.Type != KeyType.Match && text.Value.Length > Limits.TextLengthMax
            ? Bad(value, $"`{name}` has {text.Value.Length} characters; write at most {Limits.TextLengthMax}")
            : null;
    }

    static Diagnostic WrongType(KeyInfo key, string name, TomlNode value) =>
        new(Rule.WrongType, DiagnosticSeverity.Error, value.Position, $"`{name}` can't be {Kind(value)}; write {Wanted(key)}");

    static Diagnostic Bad(TomlNode value, string message) =>
        new(Rule.BadValue, DiagnosticSeverity.Error, value.Position, message);
}
