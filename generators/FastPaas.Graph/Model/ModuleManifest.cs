using FastPaas.Graph.Match;

namespace FastPaas.Graph.Model;

public enum ModuleLanguage
{
    CSharp,
    C,
}

/// <summary>What a module may touch of a packet.</summary>
public enum PacketAccess
{
    None,
    Read,
    Write,
}

/// <summary>How a C# module takes its packets. <see cref="Packet"/> modules have one output and no lane that depends on another,
/// so the generator may fuse several of their nodes into one loop over the burst.</summary>
public enum ModuleShape
{
    Burst,
    Packet,
}

/// <summary>A module's contract, from its <c>module.toml</c>.</summary>
/// <param name="Reads">Header fields that it takes parsed; none: it parses nothing or by itself.</param>
/// <param name="Writes">Header fields that it may change, when <paramref name="WritesNarrowed"/>; else all of the packet.</param>
public sealed record ModuleManifest(
    string Name,
    ModuleLanguage Language,
    string Summary,
    ModuleShape Shape,
    PacketAccess Packet,
    EquatableArray<HeaderField> Reads,
    bool WritesNarrowed,
    EquatableArray<HeaderField> Writes,
    EquatableArray<string> Outputs,
    EquatableArray<ConfigKey> Config,
    SourcePosition Position)
{
    /// <summary>It keeps or asks for state fields of flows.</summary>
    public bool NeedsState { get; init; }

    /// <summary>It may change where a packet begins and ends: nothing parsed before it holds behind it.</summary>
    public bool Resizes { get; init; }

    /// <summary>Those of <see cref="Outputs"/> by which the packets leave that it creates, and no others.</summary>
    public EquatableArray<string> Creates { get; init; }

    /// <summary>Those of <see cref="Outputs"/> by which UDP datagrams leave whose checksum the host makes.</summary>
    public EquatableArray<string> Checksums { get; init; }

    /// <summary>Those of <see cref="Outputs"/> by which packets leave with the tags that it has asked for.</summary>
    public EquatableArray<string> Tags { get; init; }
}

/// <summary>The type of a configuration value; a list when <see cref="ConfigKey.IsList"/>.</summary>
public enum ConfigType
{
    /// <summary>bool</summary>
    Bool,
    U8, U16, U32, U64,
    /// <summary>string</summary>
    String,
    /// <summary>One of <see cref="ConfigKey.Values"/>.</summary>
    Enum,
    /// <summary>FastPaas.MacAddress</summary>
    Mac,
    /// <summary>FastPaas.IpPrefix: IPv4 or IPv6, an address alone is /32 or /128.</summary>
    Prefix,
    /// <summary>FastPaas.NumberRange: <c>"80..90"</c>, <c>"80"</c> or 80; bounds in Min, Max.</summary>
    Range,
    /// <summary>A table with <see cref="ConfigKey.Fields"/>.</summary>
    Record,
}

/// <param name="Default">Null: the graph must give it.</param>
public sealed record ConfigKey(
    string Name, ConfigType Type, bool IsList, ulong Min, ulong Max, int CountMax,
    EquatableArray<string> Values, EquatableArray<ConfigKey> Fields, ConfigValue? Default)
{
    /// <summary>Of a list: fewest elements.</summary>
    public int CountMin { get; init; }

    /// <summary>Of <see cref="Values"/>, those that no graph can have yet.</summary>
    public EquatableArray<string> NotBuilt { get; init; }

    /// <summary>Of <see cref="Values"/>, those with which a node takes no header fields.</summary>
    public EquatableArray<string> ReadsNothing { get; init; }
}

/// <summary>A validated value of a configuration key, in the order of the manifest; absent ones are defaults.</summary>
/// <param name="Text">Canonical text, for Bool, String, Enum.</param>
/// <param name="Number">For numbers, Mac (48 bits), the first of a Range; an Enum's index; a prefix's low half.</param>
/// <param name="Number2">The last of a Range; a prefix's high half.</param>
/// <param name="PrefixLength">For Prefix; 0 to 128 counted in its own family.</param>
/// <param name="IsIp6">For Prefix.</param>
/// <param name="Items">For lists the elements, for a record its fields.</param>
public sealed record ConfigValue(
    string Key, ConfigType Type, bool IsList, string Text, ulong Number, ulong Number2, int PrefixLength, bool IsIp6,
    EquatableArray<ConfigValue> Items)
{
    /// <summary>A list that stood in a file: its records as <see cref="PackedRecords"/> writes them, instead of
    /// <see cref="Items"/>. A string, because two of millions of characters compare at the speed of memory.</summary>
    public string Packed { get; init; } = "";

    /// <summary>Records in <see cref="Packed"/>.</summary>
    public int PackedCount { get; init; }

    /// <summary>Elements of a list.</summary>
    public int Count => Items.Count + PackedCount;
}
