using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace FastPaas.Dpdk;

/// <summary>Hugepages of this host, from /sys.</summary>
/// <param name="PageBytes">Of the size with the most free memory; 0: there are none.</param>
/// <param name="FreeBytes">Free in pages of that size.</param>
public readonly record struct HostMemory(long PageBytes, long FreeBytes)
{
    const string Folder = "/sys/kernel/mm/hugepages";

    public static HostMemory Read(string folder = Folder)
    {
        HostMemory most = default;
        try
        {
            foreach (string size in Directory.EnumerateDirectories(folder, "hugepages-*kB"))
            {
                string kibibytes = Path.GetFileName(size)["hugepages-".Length..^2];
                if (!long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long pageKibibytes)) continue;
                string free = File.ReadAllText(Path.Combine(size, "free_hugepages")).Trim();
                if (!long.TryParse(free, NumberStyles.None, CultureInfo.InvariantCulture, out long pages)) continue;
                var found = new HostMemory(pageKibibytes * 1024, pages * pageKibibytes * 1024);
                if (found.FreeBytes > most.FreeBytes) most = found;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
        return most;
    }

    /// <summary>One sentence for the start of <c>run</c>.</summary>
    public string Describe(long neededBytes)
    {
        if (FreeBytes >= neededBytes)
        {
            return $"memory: hugepages of {PageBytes >> 10} KiB, {FreeBytes >> 20} MiB free, {neededBytes >> 20} wanted";
        }
        string why = FreeBytes == 0 ? "there are none" : $"{FreeBytes >> 20} MiB are free and {neededBytes >> 20} are wanted";
        return $"memory: ordinary pages, no hugepages ({why}; `sysctl vm.nr_hugepages={Math.Max(64, neededBytes >> 20)}` " +
            "makes some)";
    }
}
