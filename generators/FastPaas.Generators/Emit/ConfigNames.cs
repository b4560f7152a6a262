using FastPaas.Graph.Model;

namespace FastPaas.Generators.Emit;

/// <summary>The C# types of configuration keys: enums and records are nested in the type of the table that has the key.</summary>
static class ConfigNames
{
    public static string Of(string module) => Names.Pascal(module) + "Config";

    /// <summary>The type of one value, of one element of a list.</summary>
    /// <param name="parent">The type that has the key.</param>
    public static string Element(string parent, ConfigKey key) => key.Type switch
    {
        ConfigType.Bool => "bool",
        ConfigType.U8 => "byte",
        ConfigType.U16 => "ushort",
        ConfigType.U32 => "uint",
        ConfigType.U64 => "ulong",
        ConfigType.String => "string",
        ConfigType.Mac => "global::FastPaas.MacAddress",
        ConfigType.Prefix => "global::FastPaas.IpPrefix",
        ConfigType.Range => "global::FastPaas.NumberRange",
        _ => $"{parent}.{Nested(key)}",
    };

    /// <summary>The name of an enum's or record's own type: a property can't be called like a type beside it.</summary>
    public static string Nested(ConfigKey key) =>
        Names.Pascal(key.Name) + (key is { Type: ConfigType.Record, IsList: true } ? "Item" : "Value");

    public static string Type(string parent, ConfigKey key)
    {
        string element = Element(parent, key);
        return key.IsList ? $"global::System.Collections.Generic.IReadOnlyList<{element}>" : element;
    }
}
