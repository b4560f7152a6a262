using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Native;

/// <summary>The source of the descriptor of a module that is confined to an arena: beside what
/// <see cref="ModuleHeader.Descriptor"/> has, where its sections lie. It's the host's, so it lies outside of them.</summary>
/// <param name="ConstantBytes">Of the image of globals, the first, whole pages: read-only.</param>
/// <param name="InitialisedBytes">That the image holds.</param>
/// <param name="GlobalsBytes">Of all globals.</param>
public sealed record ConfinedDescriptor(uint ConstantBytes, uint InitialisedBytes, uint GlobalsBytes)
{
    /// <param name="defined">The <see cref="ModuleHeader.EntryPoints"/> that the module has; their symbols have its name and a
    /// dot before them.</param>
    public string Source(ModuleManifest manifest, ICollection<string> defined)
    {
        string name = manifest.Name, symbol = ModuleHeader.DescriptorSymbol(name);
        StringBuilder text = new();
        text.Append($"// Made from {name}/module.toml.\n#include \"{name}.h\"\n\n");
        text.Append("#define FP_NAMED(symbol) __asm__(symbol) __attribute__((visibility(\"hidden\")))\n\n");
        foreach (string entry in ModuleHeader.EntryPoints.Where(defined.Contains))
            text.Append($"{Prototype(entry)} FP_NAMED(\"{name}.{entry}\");\n");
        text.Append("extern const uint8_t\n");
        if (InitialisedBytes > 0) text.Append($"\timage[] FP_NAMED(\"{name}.image\"),\n");
        text.Append($"\ttext_start[] FP_NAMED(\"__start_fp_text_{name}\"), text_end[] FP_NAMED(\"__stop_fp_text_{name}\");\n");
        text.Append("// Not every module has constants of this kind.\nextern const uint8_t __attribute__((weak))\n");
        text.Append($"\tconstants_start[] FP_NAMED(\"__start_fp_const_{name}\"),\n");
        text.Append($"\tconstants_end[] FP_NAMED(\"__stop_fp_const_{name}\");\n\n");
        text.Append($"const struct fp_module *{symbol}(void);\n\n");
        text.Append($"__attribute__((visibility(\"default\"))) const struct fp_module *{symbol}(void)\n{{\n");
        text.Append("\tstatic const struct fp_module module = {\n");
        text.Append($"\t\t.config_bytes = sizeof(struct {ConfigLayout.Of(manifest).Name}),\n");
        text.Append($"\t\t.outputs = {Number(manifest.Outputs.Count)},\n");
        foreach (string entry in ModuleHeader.EntryPoints.Where(defined.Contains))
            text.Append($"\t\t.{entry} = confined_{entry},\n");
        text.Append("\t\t.protection = FP_PROTECTION_SEGMENT,\n");
        text.Append($"\t\t.constant_bytes = {Number(ConstantBytes)},\n");
        text.Append($"\t\t.initialised_bytes = {Number(InitialisedBytes)},\n");
        text.Append($"\t\t.globals_bytes = {Number(GlobalsBytes)},\n");
        if (InitialisedBytes > 0) text.Append("\t\t.image = image,\n");
        text.Append("\t\t.text_start = text_start,\n\t\t.text_end = text_end,\n");
        text.Append("\t\t.constants_start = constants_start,\n\t\t.constants_end = constants_end,\n");
        return text.Append("\t};\n\treturn &module;\n}\n").ToString();
    }

    static string Prototype(string entry) => entry switch
    {
        "init" => "void *confined_init(struct fp_heap *heap, const void *config)",
        "process" => "void confined_process(struct fp_burst *burst)",
        "reconfigure" => "bool confined_reconfigure(void *state, struct fp_heap *heap, const void *config)",
        _ => "void confined_expire(void *state, uint64_t now_cycles)",
    };

    static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
