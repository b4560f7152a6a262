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

    /// <summary>What a log says went wrong: the last line that isn't about giving up, without <c>EAL: </c>; null when there is
    /// none.</summary>
    internal static string? Reason(string log)
    {
        string[] givingUp = ["Failed to attach device", "Driver cannot attach", "Cannot probe device", "failed to initialize"];
        string? reason = null;
        foreach (string line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (reason != null && Array.Exists(givingUp, words => line.Contains(words, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            reason = (colon is > 0 and < 32 ? line[(colon + 2)..] : line).TrimEnd('.', '!');
        }
        return reason;
    }

    internal static string Error(int errno) => Marshal.GetPInvokeErrorMessage(Math.Abs(errno));
}
