using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Native;

/// <summary>What the descriptor tells of one variant of a module: of a way in which it was compiled.</summary>
/// <param name="Name">The module's, and what tells its variants apart: in the names of its symbols and sections.</param>
/// <param name="Protection">Of <c>enum fp_protection</c>.</param>
/// <param name="OnlyWrites">Are confined.</param>
/// <param name="Serves">Bits of nodes, by their <see cref="Plan.NodeProtection"/>.</param>
/// <param name="Defined">The <see cref="ModuleHeader.EntryPoints"/> that it has.</param>
public sealed record ModuleVariant(
    string Name, string Protection, bool OnlyWrites, int Serves, ICollection<string> Defined)
{
    /// <summary>Null: it isn't confined, and its sections are the host's.</summary>
    public ModuleImage? Image { get; init; }

    /// <summary>Where its code comes from, by the code; empty: not known.</summary>
    public IReadOnlyList<ModuleLine> Lines { get; init; } = [];
}

/// <summary>Where code comes from, from an instruction on.</summary>
/// <param name="Code">In bytes from the variant's first.</param>
/// <param name="Column">0: not known.</param>
public sealed record ModuleLine(uint Code, string File, int Line, int Column);

/// <summary>Where the globals of a confined module come from.</summary>
/// <param name="ConstantBytes">The first, whole pages: read-only.</param>
/// <param name="InitialisedBytes">That the image holds.</param>
/// <param name="GlobalsBytes">Of all globals.</param>
public sealed record ModuleImage(uint ConstantBytes, uint InitialisedBytes, uint GlobalsBytes);

/// <summary>The source of a module's descriptor: what the host knows of it, for each of its variants. It's the host's, so it lies
/// outside of their sections.</summary>
public static class ModuleDescriptor
{
    /// <param name="variants">Best first.</param>
    public static string Source(ModuleManifest manifest, IReadOnlyList<ModuleVariant> variants)
    {
        string name = manifest.Name, symbol = ModuleHeader.DescriptorSymbol(name);
        StringBuilder text = new();
        text.Append($"// Made from {name}/module.toml.\n#include \"{name}.h\"\n\n");
        text.Append("#define FP_NAMED(symbol) __asm__(symbol) __attribute__((visibility(\"hidden\")))\n\n");
        foreach (ModuleVariant variant in variants) Declare(text, variant);
        text.Append($"const struct fp_module *{symbol}(void);\n\n");
        text.Append($"__attribute__((visibility(\"default\"))) const struct fp_module *{symbol}(void)\n{{\n");
        text.Append("\tstatic const struct fp_module variants[] = {{\n");
        for (int i = 0; i < variants.Count; i++)
        {
            text.Append(i == 0 ? "" : "\t}, {\n");
            text.Append($"\t\t.config_bytes = sizeof(struct {ConfigLayout.Of(manifest).Name}),\n");
            text.Append($"\t\t.outputs = {Number(manifest.Outputs.Count)},\n");
            Describe(text, variants[i]);
            text.Append($"\t\t.variants_behind = {Number(variants.Count - i - 1)},\n");
        }

        return text.Append("\t}};\n\treturn variants;\n}\n").ToString();
    }

    static void Declare(StringBuilder text, ModuleVariant variant)
    {
        string name = variant.Name;
        foreach (string entry in ModuleHeader.EntryPoints.Where(variant.Defined.Contains))
            text.Append($"{Prototype(name, entry)} FP_NAMED(\"{name}.{entry}\");\n");
        if (variant.Image is { } image)
        {
            text.Append("extern const uint8_t\n");
            if (image.InitialisedBytes > 0) text.Append($"\t{name}_image[] FP_NAMED(\"{name}.image\"),\n");
            text.Append($"\t{name}_text_start[] FP_NAMED(\"__start_fp_text_{name}\"),\n");
            text.Append($"\t{name}_text_end[] FP_NAMED(\"__stop_fp_text_{name}\");\n");
            text.Append("// Not every module has constants of this kind.\nextern const uint8_t __attribute__((weak))\n");
            text.Append($"\t{name}_constants_start[] FP_NAMED(\"__start_fp_const_{name}\"),\n");
            text.Append($"\t{name}_constants_end[] FP_NAMED(\"__stop_fp_const_{name}\");\n");
        }

        if (variant.Lines.Count > 0) DeclareLines(text, variant);
        text.Append('\n');
    }

    static void DeclareLines(StringBuilder text, ModuleVariant variant)
    {
        string[] files = [.. variant.Lines.Select(line => line.File).Distinct()];
        text.Append($"static const char {variant.Name}_files[] =\n");
        text.Append(string.Join("\n", files.Select(file => $"\t\"{file}\\0\""))).Append(";\n");
        text.Append($"static const struct fp_line {variant.Name}_lines[] = {{\n");
        foreach (ModuleLine line in variant.Lines)
        {
            text.Append($"\t{{{Number(line.Code)}, {Number(line.Line)}, {Number(line.Column)}, ");
            text.Append($"{Number(System.Array.IndexOf(files, line.File))}}},\n");
        }

        text.Append("};\n");
    }

    static void Describe(StringBuilder text, ModuleVariant variant)
    {
        string name = variant.Name;
        foreach (string entry in ModuleHeader.EntryPoints.Where(variant.Defined.Contains))
            text.Append($"\t\t.{entry} = {name}_{entry},\n");
        text.Append($"\t\t.protection = {variant.Protection},\n");
        text.Append($"\t\t.serves = {Number(variant.Serves)},\n");
        if (variant.OnlyWrites) text.Append("\t\t.only_writes = 1,\n");
        if (variant.Lines.Count > 0)
        {
            text.Append($"\t\t.line_count = {Number(variant.Lines.Count)},\n");
            text.Append($"\t\t.lines = {name}_lines,\n\t\t.files = {name}_files,\n");
        }

        if (variant.Image is not { } image) return;
        text.Append($"\t\t.constant_bytes = {Number(image.ConstantBytes)},\n");
        text.Append($"\t\t.initialised_bytes = {Number(image.InitialisedBytes)},\n");
        text.Append($"\t\t.globals_bytes = {Number(image.GlobalsBytes)},\n");
        if (image.InitialisedBytes > 0) text.Append($"\t\t.image = {name}_image,\n");
        text.Append($"\t\t.text_start = {name}_text_start,\n\t\t.text_end = {name}_text_end,\n");
        text.Append($"\t\t.constants_start = {name}_constants_start,\n\t\t.constants_end = {name}_constants_end,\n");
    }

    static string Prototype(string name, string entry) => entry switch
    {
        "init" => $"void *{name}_init(struct fp_heap *heap, const void *config)",
        "process" => $"void {name}_process(struct fp_burst *burst)",
        "reconfigure" => $"bool {name}_reconfigure(void *state, struct fp_heap *heap, const void *config)",
        _ => $"void {name}_expire(void *state, uint64_t now_cycles)",
    };

    static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
