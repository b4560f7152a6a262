using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas.Runtime.Faults;

/// <summary>Where in a module's source an instruction comes from, by the lines that the build left in its descriptor. Control
/// plane.</summary>
static unsafe class SourcePlace
{
    /// <summary><c>modules/policer_c/policer.c(31,9)</c>; null: not known.</summary>
    /// <param name="instruction">Counted from the first byte of the module's code.</param>
    public static string? Of(CModule* module, ulong instruction)
    {
        ReadOnlySpan<CLine> lines = new(module->Lines, (int)module->LineCount);
        int low = 0, high = lines.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (lines[middle].Code <= instruction) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return null;
        CLine found = lines[low - 1];
        string column = found.Column == 0 ? "" : "," + found.Column.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{FileName(module->Files, found.File)}({found.Line}{column})");
    }

    static string FileName(byte* files, int number)
    {
        for (; number > 0; number--) files += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(files).Length + 1;
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(files));
    }
}
