using System.Collections.Generic;

namespace FastPaas.Graph.Model.Keys;

/// <summary>What a key's value must be.</summary>
public enum KeyType
{
    Integer,
    Boolean,
    /// <summary>A string, at most <see cref="Limits.TextLengthMax"/> characters, not empty.</summary>
    Text,
    /// <summary>A string, <c>[a-z][a-z0-9_]*</c>.</summary>
    Name,
    /// <summary>A string, one of <see cref="KeyInfo.Choices"/>.</summary>
    Choice,
    /// <summary>The name of a node or port, or a reserved word.</summary>
    Target,
    /// <summary>A match expression.</summary>
    Match,
    /// <summary>An array of <see cref="Text"/>.</summary>
    Texts,
    /// <summary>An array of integers.</summary>
    Integers,
    /// <summary>A table with the keys of <see cref="KeyInfo.Table"/>.</summary>
    Table,
    /// <summary>A node's <c>next</c>: a target, a table output = target, or an array of rules.</summary>
    Next,
    /// <summary>Any value: a module's own key.</summary>
    Any,
}

/// <summary>What a key needs that this build may lack.</summary>
public enum Capability
{
    Spine,
    Protection,
    Batching,
    Steering,
    State,
    Scheduling,
    AccessControl,
    Http,
}

/// <summary>What ignoring a key whose capability isn't built would do: change packets (an error), or not (a warning).</summary>
public enum NotBuiltAs
{
    Built,
    Warning,
    Error,
}

/// <summary>One key of a TOML table: the only place that knows it. Reading, unknown-key errors, the tables of graphs/SCHEMA.md
/// and graphs/fastpaas.schema.json all come from it.</summary>
/// <param name="Meaning">One phrase, Markdown.</param>
public sealed record KeyInfo(string Name, KeyType Type, string Meaning)
{
    public bool Required { get; init; }

    /// <summary>As TOML text; null: none, <see cref="Required"/> or absent.</summary>
    public string? Default { get; init; }

    /// <summary>Singular, as SCHEMA.md prints it; the name ends in it where it is physical.</summary>
    public string? Unit { get; init; }

    /// <summary>A value to show in a message, as TOML text.</summary>
    public string Example { get; init; } = "\"...\"";

    public long Min { get; init; }

    public long Max { get; init; } = long.MaxValue;

    /// <summary>Not 0: only its multiples, of which there are two, <see cref="Min"/> and <see cref="Max"/>.</summary>
    public long Step { get; init; }

    /// <summary>Of <see cref="KeyType.Choice"/>; of <see cref="KeyType.Texts"/> those of each element, if there are
    /// any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public TableInfo? Table { get; init; }

    /// <summary>The operator's graph.toml may set it, a tenant's file may not.</summary>
    public bool OperatorOnly { get; init; }

    /// <summary>A node needs a <c>module</c> to have it.</summary>
    public bool ModuleOnly { get; init; }

    public Capability Since { get; init; }

    public NotBuiltAs NotBuilt { get; init; }
}

/// <summary>The keys that one table may have.</summary>
/// <param name="Name">For SCHEMA.md and the JSON Schema's definitions.</param>
/// <param name="Heading">How a file opens it: <c>[port.&lt;name&gt;]</c>.</param>
/// <param name="Any">What a key with a name of the user's choice holds; null: there are none.</param>
public sealed record TableInfo(string Name, string Heading, IReadOnlyList<KeyInfo> Keys, KeyInfo? Any = null)
{
    /// <summary>An empty one is a mistake.</summary>
    public bool AtLeastOne { get; init; }

    public KeyInfo? Find(string name)
    {
        foreach (KeyInfo key in Keys)
        {
            if (key.Name == name) return key;
        }

        return Any;
    }
}
