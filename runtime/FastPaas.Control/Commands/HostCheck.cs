using System.IO;
using FastPaas.Runtime;

namespace FastPaas.Control.Commands;

/// <summary>What <c>run</c> can't do without: DPDK reads its memory map in /proc and its CPUs in /sys.</summary>
static class HostCheck
{
    /// <exception cref="EnvironmentException">Naming what is missing.</exception>
    public static void Require()
    {
        if (!File.Exists("/proc/self/maps"))
            throw new EnvironmentException("/proc isn't mounted; DPDK needs it to find its memory.", "mount -t proc proc /proc");
        if (!Directory.Exists("/sys/devices/system/cpu"))
            throw new EnvironmentException("/sys isn't mounted; DPDK needs it to find the CPUs.", "mount -t sysfs sysfs /sys");
    }
}
