using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace FastPaas.Dpdk;

/// <summary>DPDK 22.11 and the shims of native/dpdk, linked statically. Control plane only: each of these polls for the collector.</summary>
static unsafe partial class Native
{
    const string Library = "dpdk";

    [DllImport(Library, EntryPoint = "fp_tsc_hz")]
    internal static extern ulong TscHz();
    [DllImport(Library, EntryPoint = "rte_eal_init")]
    internal static extern int EalInit(int count, byte** arguments);
}
