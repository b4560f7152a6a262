using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Build.ModuleKit;

/// <summary>The tables of a check.</summary>
static class KitReport
{
    public static string Verdicts(ModuleFolder module, KitResult result)
    {
        KitVariant first = result.Variants[0];
        StringBuilder text = new();
        string snapped = result.Snapped > 0 ? $", {result.Snapped} of them cut off by the capture" : "";
        string runts = result.Runts > 0 ? $"; {result.Runts} shorter than an Ethernet header left out" : "";
        text.AppendLine(CultureInfo.InvariantCulture, $"  packets       {result.Packets}{snapped}{runts}");
        for (int i = 0; i < module.Manifest.Outputs.Count; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"    {module.Manifest.Outputs[i],-26}{first.Verdicts![i],12}");
        Dropped(text, "module_fault: no output's verdict", first.BadVerdicts);
        Dropped(text, "bad_length: not in its buffer", first.BadLengths);
        return text.ToString();
    }

    static void Dropped(StringBuilder text, string what, long packets)
    {
        if (packets > 0) text.AppendLine(CultureInfo.InvariantCulture, $"    {what,-26}{packets,12}");
    }

    /// <summary>Of each variant: places in the code, instructions a packet in full bursts without the gate, bytes.</summary>
    public static string Cost(IReadOnlyList<VariantCode> code, KitResult result)
    {
        StringBuilder text = new();
        text.AppendLine($"  {"",-14}{"accesses",9}{"checked",9}{"hoisted",9}{"elided",8}{"instructions a packet",23}{"more",8}"
            + $"{"code bytes",12}");
        double? plain = code[^1].Report is null ? result.Variants[^1].Instructions : null;
        for (int i = 0; i < code.Count; i++)
        {
            (VariantCode variant, double? counted) = (code[i], result.Variants[i].Instructions);
            bool isConfined = variant.Report is not null;
            text.Append($"  {(isConfined ? variant.Variant.Text : "unprotected"),-14}");
            text.Append(variant.Report is { } report
                ? $"{report.Accesses,9}{report.Checked,9}{report.Hoisted,9}{report.Elided,8}" : $"{"",35}");
            string instructions = counted is >= 0 ? counted.Value.ToString("0.00", CultureInfo.InvariantCulture) : "-";
            string more = isConfined && counted is > 0 && plain is > 0
                ? (100 * (counted.Value / plain.Value - 1)).ToString("+0.0;-0.0", CultureInfo.InvariantCulture) + "%" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{instructions,23}{more,8}{variant.CodeBytes,12}");
            if (variant.Report is { Impossible: > 0 } impossible)
                text.AppendLine(CultureInfo.InvariantCulture, $"    {impossible.Impossible} of them can only fault");
        }
        return text.ToString();
    }

    /// <summary>A fault as an editor opens it, where its line is known.</summary>
    public static string Fault(ModuleFolder module, VariantCode code, KitFault fault)
    {
        string own = $"modules/{module.Name}/", by = $"{fault.Text}, by {code.Variant.Text}, {fault.Where}";
        if (fault.File is null) return $"error: {by}, code+0x{fault.Code:x}";
        string file = fault.File.StartsWith(own, StringComparison.Ordinal)
            ? Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(module.Path, fault.File[own.Length..]))
            : fault.File;
        return $"{file}({fault.Line},{fault.Column}): error: {by}";
    }
}
