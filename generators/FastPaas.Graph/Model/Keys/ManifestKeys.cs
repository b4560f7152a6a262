using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Graph.Model.Keys;

/// <summary>The keys of a module.toml.</summary>
public static class ManifestKeys
{
    /// <summary>In the order of <see cref="ConfigType"/>.</summary>
    internal static IReadOnlyList<string> TypeNames { get; } =
        ["bool", "u8", "u16", "u32", "u64", "string", "enum", "mac", "prefix", "range", "record"];

    public static TableInfo ConfigKey { get; } = new("config_key", "[config.<name>]",
    [
        new("type", KeyType.Choice, "with `[]`: a list")
        {
            Required = true, Example = "\"u32\"", Choices = [.. TypeNames, .. TypeNames.Select(type => type + "[]")],
        },
        new("default", KeyType.Any, "a value as a graph would write it; without it the graph must give one"),
        new("min", KeyType.Integer, "of `u8 u16 u32 u64 range`: the smallest value") { Default = "0" },
        new("max", KeyType.Integer, "of `u8 u16 u32 u64 range`: the largest value") { Default = "the type's" },
        new("values", KeyType.Texts, "of `enum`: the names that it can have, at most 256"),
        new("not_built", KeyType.Texts, "of `enum`: those of `values` that no graph can have yet (FP0900)"),
        new("reads_nothing", KeyType.Texts, "of `enum`: those of `values` with which a node reads none of `reads`"),
        new("count_min", KeyType.Integer, "of lists: fewest elements") { Max = Limits.ListCountMax, Default = "0" },
        new("count_max", KeyType.Integer, "of lists: most elements; over 65,536 of records only, which a file can hold")
        {
            Max = Limits.ListFileRecordsMax, Default = "1024",
        },
        new("fields", KeyType.Table, "of `record`: its keys, which aren't records themselves")
        {
            Table = new TableInfo("record_fields", "[config.<name>.fields]", [], new KeyInfo("<field>", KeyType.Any, "a field")),
        },
        new("summary", KeyType.Text, "one line"),
    ]);

    static readonly KeyInfo StateType =
        new("<field>", KeyType.Choice, "a field of each flow") { Choices = ["u8", "u16", "u32", "u64"] };

    public static TableInfo Manifest { get; } = new("manifest", "module.toml",
    [
        new("name", KeyType.Name, "the folder's name") { Required = true, Example = "\"policer\"" },
        new("language", KeyType.Choice, "of its source") { Choices = ["csharp", "c"], Required = true },
        new("summary", KeyType.Text, "one line, shown by `describe`") { Required = true },
        new("packet", KeyType.Choice, "what it may touch of a packet") { Choices = ["none", "read", "write"], Required = true },
        new("outputs", KeyType.Texts, "names of its exits, 1 to 64") { Required = true, Example = "[\"out\"]" },
        new("shape", KeyType.Choice, "`packet`: called packet by packet; one output, `packet = \"write\"`")
        {
            Choices = ["burst", "packet"], Default = "\"burst\"",
        },
        new("reads", KeyType.Texts, "header fields that it takes parsed")
        {
            Default = "[]", Choices = HeaderFieldInfo.All.Select(info => info.Name).ToList(),
        },
        new("writes", KeyType.Texts, "header fields that it may change")
        {
            Default = "all of the packet", Choices = Writable(),
        },
        new("resizes", KeyType.Boolean, "it may add bytes to a packet, and remove some; wants `packet = \"write\"`")
        {
            Default = "false",
        },
        new("creates", KeyType.Texts, "outputs by which packets leave that it creates: at most one for each that enters")
        {
            Default = "[]",
        },
        new("checksums", KeyType.Texts, "outputs by which UDP datagrams leave whose checksum the host makes, or the device")
        {
            Default = "[]",
        },
        new("tags", KeyType.Texts, "outputs by which packets leave with the VLAN tag that it has asked for")
        {
            Default = "[]",
        },
        new("config", KeyType.Table, "`[config]`: its configuration keys")
        {
            Table = new TableInfo("config_keys", "[config]", [],
                new KeyInfo("<key>", KeyType.Table, "a key") { Table = ConfigKey }),
        },
        new("state", KeyType.Table, "`[state]`: fields that it keeps for each flow")
        {
            Table = new TableInfo("state_fields", "[state]", [], StateType),
        },
        new("uses", KeyType.Table, "`[uses.<module>]`: state fields of other modules")
        {
            Table = new TableInfo("uses", "[uses]", [], new KeyInfo("<module>", KeyType.Table, "whose fields")
            {
                Table = new TableInfo("used_fields", "[uses.<module>]", [], GraphKeys.StateField),
            }),
        },
    ]);

    /// <summary>The same keys again, a level below; <see cref="ConfigKeyReader"/> refuses records among them.</summary>
    public static TableInfo Fields { get; } = new("fields", "[config.<name>.fields]", [],
        new KeyInfo("<field>", KeyType.Table, "a field") { Table = ConfigKey });

    /// <summary>Offsets, lengths and hashes follow from what is written.</summary>
    static List<string> Writable() => HeaderFieldInfo.All
        .Where(info => info.Field is not (
            HeaderField.IpOffset or HeaderField.L4Offset or HeaderField.PacketLength or HeaderField.FlowHash))
        .Select(info => info.Name)
        .ToList();
}
