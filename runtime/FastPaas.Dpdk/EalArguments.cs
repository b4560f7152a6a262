using System.Collections.Generic;

namespace FastPaas.Dpdk;

/// <summary>Composes EAL's command line; the user never writes one.</summary>
public static class EalArguments
{
    /// <param name="prefix">Unique to the instance: names its telemetry socket.</param>
    /// <param name="pciDevices">Addresses of the ports that are PCI devices; no other is touched.</param>
    /// <param name="memoryBytes">What mempools and rings will take; matters without hugepages, where EAL takes all of it at
    /// start.</param>
    public static List<string> Compose(string prefix, LcoreChoice lcores, bool hugepages, long memoryBytes,
        IReadOnlyList<string> pciDevices)
    {
        List<string> arguments = ["fastpaas", "--lcores", lcores.EalList, "--main-lcore", "0", "--file-prefix", prefix];
        // --in-memory and --no-huge exclude each other; --no-shconf is what is left of the former without hugepages.
        if (hugepages) arguments.Add("--in-memory");
        else arguments.AddRange(["--no-huge", "--no-shconf", "-m", ((memoryBytes >> 20) + 1).ToString()]);
        if (pciDevices.Count == 0) arguments.Add("--no-pci");
        foreach (string device in pciDevices) arguments.AddRange(["--allow", device]);
        return arguments;
    }
}
