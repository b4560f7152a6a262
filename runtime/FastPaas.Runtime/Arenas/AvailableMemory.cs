using System;
using System.Globalization;
using System.IO;

namespace FastPaas.Runtime.Arenas;

/// <summary>Memory that a process could still take: what the machine has available, or less where a control group of the process
/// has a limit (Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst).</summary>
static class AvailableMemory
{
    /// <param name="root">Of the file system; ends in <c>/</c>.</param>
    /// <returns>Bytes; the largest number: nothing is known.</returns>
    public static ulong Read(string root = "/")
    {
        ulong least = Value(Path.Combine(root, "proc/meminfo"), "MemAvailable:") is { } kibibytes
            ? kibibytes << 10 : ulong.MaxValue;
        foreach (string line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            // hierarchy:controllers:path; version 2 has no controllers.
            string[] parts = line.Split(':', 3);
            if (parts.Length < 3) continue;
            bool isFirst = Array.IndexOf(parts[1].Split(','), "memory") >= 0;
            if (!isFirst && parts[1].Length > 0) continue;
            string mounted = Path.Combine(root, isFirst ? "sys/fs/cgroup/memory" : "sys/fs/cgroup");
            least = Math.Min(least, OfGroups(mounted, parts[2].Trim('/'), isFirst));
        }
        return least;
    }

    /// <summary>Of a group and those that it is in. What a group's cached files take comes back when it is wanted.</summary>
    static ulong OfGroups(string mounted, string path, bool isFirst)
    {
        ulong least = ulong.MaxValue;
        for (string? group = path; group != null; group = group.Length == 0 ? null : Path.GetDirectoryName(group))
        {
            string folder = Path.Combine(mounted, group);
            ulong? limit = Value(Path.Combine(folder, isFirst ? "memory.limit_in_bytes" : "memory.max"));
            ulong? taken = Value(Path.Combine(folder, isFirst ? "memory.usage_in_bytes" : "memory.current"));
            if (limit is not { } most || taken is not { } now) continue;
            string cached = isFirst ? "total_inactive_file" : "inactive_file";
            now -= Math.Min(now, Value(Path.Combine(folder, "memory.stat"), cached) ?? 0);
            least = Math.Min(least, most - Math.Min(most, now));
        }
        return least;
    }

    /// <summary>The number behind a name, or alone on the first line; null: there is none ("max" isn't one).</summary>
    static ulong? Value(string file, string? name = null)
    {
        foreach (string line in Lines(file))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int at = name == null ? 0 : words.Length > 1 && words[0] == name ? 1 : -1;
            if (at >= 0 && at < words.Length)
                return ulong.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;
        }
        return null;
    }

    static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
