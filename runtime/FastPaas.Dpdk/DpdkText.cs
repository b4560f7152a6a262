using System;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas.Dpdk;

/// <summary>A null-terminated UTF-8 copy for a call into DPDK.</summary>
readonly unsafe ref struct NativeText(string text)
{
    public readonly byte* Pointer = (byte*)Marshal.StringToCoTaskMemUTF8(text);

    public void Dispose() => Marshal.FreeCoTaskMem((nint)Pointer);
}

/// <summary>What DPDK logged, and what its errors mean.</summary>
static unsafe class DpdkText
{
    /// <summary>Everything logged since the last call.</summary>
    internal static string TakeLog()
    {
        const int Capacity = 16384;
        byte[] text = new byte[Capacity];
        fixed (byte* pointer = text) return Encoding.UTF8.GetString(text, 0, (int)Native.fp_log_take(pointer, Capacity));
    }

    /// <summary>The last line of a log without its <c>EAL: </c>; null when there is none.</summary>
    internal static string? LastLine(string log)
    {
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return null;
        string line = lines[^1];
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and < 24 ? line[(colon + 2)..] : line;
    }

    internal static string Error(int errno) => Marshal.GetPInvokeErrorMessage(Math.Abs(errno));
}
