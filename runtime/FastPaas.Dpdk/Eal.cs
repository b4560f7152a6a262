using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace FastPaas.Dpdk;

/// <summary>DPDK's environment: once a process.</summary>
public static unsafe class Eal
{
    /// <summary>CPUs that this process may run on, ascending.</summary>
    public static int[] AllowedCpus()
    {
        int* cpus = stackalloc int[1024];
        int count = Native.fp_allowed_cpus(cpus, 1024);
        if (count <= 0) throw new EnvironmentException($"the CPUs of this process can't be read: {DpdkText.Error(count)}.");
        return new ReadOnlySpan<int>(cpus, Math.Min(count, 1024)).ToArray();
    }

    /// <summary>Starts DPDK with worker threads waiting. Every thread of the process is on the control core afterwards.</summary>
    public static void Start(
        string prefix, LcoreChoice lcores, bool hugepages, long memoryBytes, IReadOnlyList<string> pciDevices)
    {
        // Before rte_eal_init: the runtime's own threads would else stay on the workers' CPUs.
        Native.fp_pin_threads(lcores.ControlCpu);
        Native.fp_log_capture();
        List<string> arguments = EalArguments.Compose(prefix, lcores, hugepages, memoryBytes, pciDevices);
        int result = Call(arguments);
        string log = DpdkText.TakeLog();
        if (result < 0) throw Refuse(Native.fp_errno(), log, memoryBytes);
    }

    /// <summary>Makes the pages exist that the next allocations get. Worth it without hugepages: they would be faulted in one by
    /// one.</summary>
    public static void TouchMemory(long bytes) => Native.fp_memory_touch((nuint)bytes);

    public static void Stop() => Native.rte_eal_cleanup();

    /// <summary><c>DPDK 22.11.x</c>; needs no start.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)Native.rte_version()) ?? "DPDK";

    /// <summary>Names of the drivers that are linked, sorted; needs no start.</summary>
    public static IReadOnlyList<string> Drivers
    {
        get
        {
            var names = new SortedSet<string>(StringComparer.Ordinal);
            for (nuint i = 0; Native.fp_driver_name(i) is var name && name != null; i++)
                names.Add(Marshal.PtrToStringUTF8((nint)name)!);
            return new List<string>(names);
        }
    }

    public static ulong TscHz => Native.fp_tsc_hz();

    /// <summary>Starts a raw function on a worker: its thread never meets the runtime.</summary>
    /// <param name="start">Lives until the function has returned.</param>
    public static void Launch(uint lcore, RawStart* start)
    {
        int result = Native.fp_raw_launch(start, lcore);
        if (result != 0) throw new EnvironmentException($"lcore {lcore} didn't start: {DpdkText.Error(result)}.");
    }

    /// <summary>Waits until the function returns, and gives its result.</summary>
    public static int Wait(uint lcore) => Native.rte_eal_wait_lcore(lcore);

    /// <summary><c>rdtsc</c>, for an lcore.</summary>
    public static delegate* managed<ulong> Tsc => (delegate* managed<ulong>)RawAddress(Native.fp_tsc_address());

    /// <summary>For <see cref="Trap.Handler"/>.</summary>
    public static delegate* managed<int, void> Trap => (delegate* managed<int, void>)RawAddress(Native.fp_trap_address());

    public static delegate* managed<Mbuf**, uint, void> FreeBulk =>
        (delegate* managed<Mbuf**, uint, void>)RawAddress(Native.fp_free_bulk_address());

    /// <summary><c>sched_yield</c>, for an lcore that shares its CPU.</summary>
    public static delegate* managed<int> Yield => (delegate* managed<int>)RawAddress(Native.fp_yield_address());

    public static delegate* managed<Mbuf*, void*, uint, uint, Mbuf*> Copy =>
        (delegate* managed<Mbuf*, void*, uint, uint, Mbuf*>)RawAddress(Native.fp_copy_address());

    /// <summary>A call through <c>delegate* managed</c> takes an address with bit 1 set for a fat pointer of the
    /// runtime's.</summary>
    internal static nint RawAddress(nint address) =>
        (address & 2) == 0 && address != 0
            ? address
            : throw new InvalidOperationException("A native function lies at an address that managed code can't call.");

    static int Call(List<string> arguments)
    {
        // rte_eal_init keeps pointers into these and reorders the array: they live as long as the process.
        byte** values = (byte**)NativeMemory.AllocZeroed((nuint)arguments.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < arguments.Count; i++)
            values[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        return Native.rte_eal_init(arguments.Count, values);
    }

    /// <summary>What DPDK reads of the host before anything else.</summary>
    public static void RequireHost()
    {
        bool hasProc = Directory.Exists("/proc/self"), hasSys = Directory.Exists("/sys/devices/system/cpu");
        const string MountProc = "mount -t proc proc /proc", MountSys = "mount -t sysfs sysfs /sys";
        if (!hasProc && !hasSys)
        {
            throw new EnvironmentException("neither /proc nor /sys is mounted here, and DPDK needs both.",
                $"{MountProc} && {MountSys}");
        }
        if (!hasProc) throw new EnvironmentException("/proc is not mounted here, and DPDK needs it.", MountProc);
        if (!hasSys) throw new EnvironmentException("/sys is not mounted here, and DPDK finds the CPUs there.", MountSys);
    }

    static EnvironmentException Refuse(int errno, string log, long memoryBytes)
    {
        const int NoMemory = 12, Access = 13;
        string? said = DpdkText.Reason(log);
        if (errno == NoMemory || log.Contains("Cannot allocate memory", StringComparison.Ordinal))
        {
            return new EnvironmentException($"there is no memory for packets: {memoryBytes >> 20} MiB are wanted.",
                "free some, or raise the container's memory limit");
        }
        if (errno == Access || log.Contains("runtime directory", StringComparison.Ordinal))
        {
            return new EnvironmentException($"DPDK can't write its runtime folder ({said}).",
                "run as root, or set XDG_RUNTIME_DIR to a folder of yours");
        }
        return new EnvironmentException($"DPDK didn't start: {said ?? DpdkText.Error(errno)}.");
    }
}
