using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.SystemTests;

/// <summary>CPUs that this process may run on.</summary>
static class Cpus
{
    public static int[] Allowed { get; } = Read();

    /// <summary>For <c>--lcores</c>: control on the first CPU, so many workers on the last. They take turns there, so a test with
    /// them counts packets and times nothing.</summary>
    public static string ListOf(int workers) => string.Join(',', Enumerable.Repeat(Allowed[^1], workers).Prepend(Allowed[0]));

    static int[] Read()
    {
        const string Key = "Cpus_allowed_list:";
        string line = File.ReadLines("/proc/self/status").First(each => each.StartsWith(Key, StringComparison.Ordinal));
        return [.. line[Key.Length..].Trim().Split(',').SelectMany(Range)];
    }

    static int[] Range(string text)
    {
        int[] ends = [.. text.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture))];
        return [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)];
    }
}
