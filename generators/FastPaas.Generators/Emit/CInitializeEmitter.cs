using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>How a node whose module is in C comes to life: its configuration as the bytes of the module's struct, and the
/// module's descriptor, which the linker finds (the loader, in tests).</summary>
sealed class CInitializeEmitter(CodeWriter writer)
{
    const int WordsInLine = 4;

    public void EmitNode(ModuleNode node, string suffix)
    {
        string symbol = ModuleHeader.DescriptorSymbol(node.Module.Name);
        writer.Line();
        writer.Line($"// {node.Position.File}:{node.Position.Line}  {node.Name}");
        writer.Line($"static void* Initialize{suffix}(ModuleHeap heap) =>");
        writer.Line($"    CNode.Create(heap, {Options(node)}, {symbol}(), Configure{suffix});");
        writer.Line();
        writer.Line($"// struct {ConfigLayout.Of(node.Module).Name}{Values(node)}");
        byte[] block = ConfigBlock.Write(node.Module, node.Config);
        if (node.Config.Any(value => value.PackedCount > 0))
        {
            writer.Line($"static global::System.ReadOnlySpan<ulong> Configure{suffix} => PackedRecords.Words(");
            PackedListEmitter.Literal(writer, Convert.ToBase64String(block), ");");
            return;
        }

        writer.Line($"static global::System.ReadOnlySpan<ulong> Configure{suffix} =>");
        writer.Line("[");
        for (int word = 0; word < block.Length / 8; word += WordsInLine)
        {
            IEnumerable<string> words = Enumerable.Range(word, Math.Min(WordsInLine, block.Length / 8 - word))
                .Select(i => $"0x{BitConverter.ToUInt64(block, i * 8).ToString("x16", CultureInfo.InvariantCulture)}");
            writer.Line("    " + string.Join(", ", words) + ",");
        }

        writer.Line("];");
    }

    /// <summary>One import a module. The control plane calls it, once a node: nothing of it runs on an lcore.</summary>
    public void EmitModules(IEnumerable<ModuleNode> nodes)
    {
        IEnumerable<string> modules = nodes.Where(node => node.Module.Language == ModuleLanguage.C)
            .Select(node => node.Module.Name).Distinct().OrderBy(name => name, StringComparer.Ordinal);
        foreach (string module in modules)
        {
            writer.Line();
            writer.Line($"[global::System.Runtime.InteropServices.DllImport(\"fp_{module}\")]");
            writer.Line($"static extern CModule* {ModuleHeader.DescriptorSymbol(module)}();");
        }
    }

    /// <summary>What differs from <c>CNodeOptions</c> that say nothing is written out.</summary>
    public static string Options(ModuleNode node)
    {
        string access = node.Module.Packet.ToString(), resizes = node.Module.Resizes ? "true" : "false";
        string options = $"new CNodeOptions({node.Id}, {Names.Literal(node.Name)}, CPacketAccess.{access}, {resizes})";
        PlanFaults faults = node.Faults, none = PlanFaults.Default;
        List<string> more = [];
        if (node.Tenant is { } tenant) more.Add($"Tenant = {Names.Literal(tenant)}");
        if (node.Protection != NodeProtection.Full) more.Add($"Protection = CNodeProtection.{node.Protection}");
        if (faults.HeapBytes is { } heap) more.Add($"HeapBytes = {heap.ToString(CultureInfo.InvariantCulture)}");
        if (faults.BudgetUs != none.BudgetUs) more.Add($"BudgetUs = {Number(faults.BudgetUs)}");
        if (faults.Policy != none.Policy) more.Add($"Quarantine = CQuarantine.{Names.Pascal(faults.Policy)}");
        if (faults.BypassOutput != none.BypassOutput) more.Add($"BypassOutput = {Number(faults.BypassOutput)}");
        if (faults.RestartsPerMinuteMax != none.RestartsPerMinuteMax)
            more.Add($"RestartsPerMinuteMax = {Number(faults.RestartsPerMinuteMax)}");
        return more.Count == 0 ? options : $"{options} {{ {string.Join(", ", more)} }}";
    }

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of plain values what the graph says, of lists how many.</summary>
    static string Values(ModuleNode node) => string.Concat(node.Module.Config.Select((key, i) => (key, node.Config[i]) switch
    {
        ({ IsList: true }, { } list) => $", {key.Name}: {list.Count}",
        ({ Type: ConfigType.Enum or ConfigType.Bool }, { } value) => $", {key.Name} = {value.Text}",
        ({ Type: ConfigType.U8 or ConfigType.U16 or ConfigType.U32 or ConfigType.U64 }, { } value) =>
            $", {key.Name} = {value.Number.ToString(CultureInfo.InvariantCulture)}",
        _ => $", {key.Name}",
    }));
}
