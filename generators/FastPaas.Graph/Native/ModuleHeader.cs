using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Native;

/// <summary>What a module in C is compiled with: <c>&lt;name&gt;.h</c>, and the source of its descriptor. Text from the manifest
/// alone: the build and the tests write the same.</summary>
public static class ModuleHeader
{
    /// <summary>What a module may define, and in which order the descriptor has it.</summary>
    public static IReadOnlyList<string> EntryPoints { get; } = ["init", "process", "reconfigure", "expire"];

    /// <summary>The function that gives the host the module's descriptor.</summary>
    public static string DescriptorSymbol(string module) => "fp_module_" + module;

    /// <summary>The configuration's struct, the outputs, and the prototypes that hold the module's functions to their
    /// shape.</summary>
    public static string Header(ModuleManifest manifest)
    {
        ConfigLayout config = ConfigLayout.Of(manifest);
        StringBuilder text = new();
        text.Append($"// Made from {manifest.Name}/module.toml.\n#pragma once\n\n#include \"fp_module.h\"\n\n");
        HashSet<string> constants = [];
        Enum(text, $"enum {manifest.Name}_output", manifest.Outputs.Select(output =>
            CNames.Constant(constants, manifest.Name, output)));
        Enums(text, manifest.Name, manifest.Config, constants);
        Struct(text, config);
        string name = $"const struct {config.Name} *config";
        text.Append("// The instance's state, which every burst carries; NULL: refused (fp_refuse). Optional.\n");
        text.Append($"void *init(struct fp_heap *heap, {name});\n");
        text.Append("void process(struct fp_burst *burst);\n");
        text.Append("// At a burst's boundary; false: refused, nothing changed. Optional.\n");
        text.Append($"bool reconfigure(void *state, struct fp_heap *heap, {name});\n");
        text.Append("// From time to time, between bursts. Optional.\n");
        text.Append("void expire(void *state, uint64_t now_cycles);\n");
        return text.ToString();
    }

    static void Enums(StringBuilder text, string module, IEnumerable<ConfigKey> keys, HashSet<string> constants)
    {
        foreach (ConfigKey key in keys)
        {
            if (key.Type == ConfigType.Record) Enums(text, $"{module}_{key.Name}", key.Fields, constants);
            if (key.Type != ConfigType.Enum) continue;
            Enum(text, $"enum {module}_{key.Name}", key.Values.Select(value =>
                CNames.Constant(constants, module, key.Name, value)));
        }
    }

    static void Enum(StringBuilder text, string head, IEnumerable<string> constants)
    {
        text.Append(head).Append(" {\n");
        foreach (string constant in constants) text.Append($"\t{constant},\n");
        text.Append("};\n\n");
    }

    static void Struct(StringBuilder text, ConfigLayout layout)
    {
        foreach (ConfigMember member in layout.Members)
        {
            if (member.Element is not null) Struct(text, member.Element);
        }

        text.Append($"struct {layout.Name} {{\n");
        if (layout.Members.Count == 0) text.Append($"\tuint8_t {ConfigLayout.NoMember};\n");
        foreach (ConfigMember member in layout.Members)
        {
            text.Append($"\t{member.CType} {member.Name};{Comment(member)}\n");
        }

        text.Append("};\n");
        text.Append($"_Static_assert(sizeof(struct {layout.Name}) == {Number(layout.Bytes)}, \"{layout.Name}\");\n");
        foreach (ConfigMember member in layout.Members)
        {
            text.Append($"_Static_assert(offsetof(struct {layout.Name}, {member.Name}) == {Number(member.Offset)}, " +
                $"\"{member.Name}\");\n");
        }

        text.Append('\n');
    }

    /// <summary>What the type doesn't say.</summary>
    static string Comment(ConfigMember member) => member.Key switch
    {
        { IsList: true } => $"   // of {ConfigLayout.CTypeOf(member.Key.Type, member.Element)}: fp_items",
        { Type: ConfigType.String } => "   // fp_text",
        { Type: ConfigType.Enum } => "   // an enum's",
        _ => "",
    };

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
