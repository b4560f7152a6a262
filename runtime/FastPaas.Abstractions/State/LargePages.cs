using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>Pages of 2 MiB for memory that nobody has touched yet. It is advice: where the kernel has none, pages are small.
/// </summary>
static unsafe class LargePages
{
    public const nuint Bytes = 2 << 20;

    /// <summary><c>MADV_HUGEPAGE</c>.</summary>
    const int Advice = 14;

    /// <param name="memory">At the beginning of a page.</param>
    public static void Advise(void* memory, nuint bytes) => _ = madvise(memory, bytes, Advice);

    [DllImport("libc")] static extern int madvise(void* address, nuint length, int advice);
}
