using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Native;

/// <summary>A member of a configuration's struct.</summary>
/// <param name="Element">Of a record, its struct: the member's own type, or that of a list's elements.</param>
/// <param name="CType">The member's type; of a list and of a string <c>struct fp_list</c>.</param>
public sealed record ConfigMember(
    ConfigKey Key, string Name, string CType, int Offset, int Bytes, ConfigLayout? Element);

/// <summary>A module's <c>[config]</c> as a struct in C: fixed-width members in natural alignment, so that the compiler's layout,
/// the writer's and the reader's are one. A list is where it starts, counted from the configuration's first byte, and its
/// length: the whole is one block that means the same wherever it is copied to.</summary>
/// <param name="Name">Of the struct.</param>
public sealed record ConfigLayout(string Name, EquatableArray<ConfigMember> Members, int Bytes, int Alignment)
{
    public const int ListBytes = 8;

    /// <summary>A struct without members is no C: then it has one that means nothing.</summary>
    public const string NoMember = "none";

    public static ConfigLayout Of(ModuleManifest manifest) => Of(manifest.Name + "_config", manifest.Name, manifest.Config);

    /// <summary>Bytes of a single value.</summary>
    public static int BytesOf(ConfigType type, ConfigLayout? record) => type switch
    {
        ConfigType.Bool or ConfigType.U8 or ConfigType.Enum => 1,
        ConfigType.U16 => 2,
        ConfigType.U32 => 4,
        ConfigType.U64 => 8,
        ConfigType.String => ListBytes,
        ConfigType.Mac => 6,
        ConfigType.Prefix => 24,
        ConfigType.Range => 16,
        _ => record!.Bytes,
    };

    /// <summary>The C type of a single value.</summary>
    public static string CTypeOf(ConfigType type, ConfigLayout? record) => type switch
    {
        ConfigType.Bool => "bool",
        ConfigType.U8 or ConfigType.Enum => "uint8_t",
        ConfigType.U16 => "uint16_t",
        ConfigType.U32 => "uint32_t",
        ConfigType.U64 => "uint64_t",
        ConfigType.String => "struct fp_list",
        ConfigType.Mac => "struct fp_mac",
        ConfigType.Prefix => "struct fp_prefix",
        ConfigType.Range => "struct fp_range",
        _ => "struct " + record!.Name,
    };

    public static int AlignmentOf(ConfigType type, ConfigLayout? record) => type switch
    {
        ConfigType.U16 => 2,
        ConfigType.U32 or ConfigType.String => 4,
        ConfigType.U64 or ConfigType.Prefix or ConfigType.Range => 8,
        ConfigType.Record => record!.Alignment,
        _ => 1,
    };

    public static int Align(int offset, int alignment) => (offset + alignment - 1) & -alignment;

    static ConfigLayout Of(string name, string module, IReadOnlyList<ConfigKey> keys)
    {
        string[] names = CNames.Members([.. keys.Select(key => key.Name)]);
        List<ConfigMember> members = [];
        int end = 0, strictest = 1;
        for (int i = 0; i < keys.Count; i++)
        {
            ConfigKey key = keys[i];
            string own = $"{module}_{key.Name}_{(key.IsList ? "item" : "value")}";
            ConfigLayout? record = key.Type == ConfigType.Record ? Of(own, module, key.Fields) : null;
            int alignment = key.IsList ? 4 : AlignmentOf(key.Type, record);
            int bytes = key.IsList ? ListBytes : BytesOf(key.Type, record);
            int offset = Align(end, alignment);
            string type = key.IsList ? "struct fp_list" : CTypeOf(key.Type, record);
            members.Add(new ConfigMember(key, names[i], type, offset, bytes, record));
            end = offset + bytes;
            strictest = Math.Max(strictest, alignment);
        }

        return new ConfigLayout(name, members.ToEquatableArray(), keys.Count == 0 ? 1 : Align(end, strictest), strictest);
    }
}
