using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace FastPaas.Build.RawCode;

/// <summary>The build's step: a binary whose packet code could meet the collector isn't delivered.</summary>
public static partial class RawCodeStep
{
    /// <summary>The lcore loop, what it calls by address (queues of FastPaas.Runtime.Lcores), and every entry of a
    /// graph.</summary>
    public static bool IsEntry(string symbol) => Lcore().IsMatch(symbol) || GraphEntry().IsMatch(symbol);

    /// <summary>What the gate calls for a node that may fail.</summary>
    public static bool IsGuarded(string symbol) => GuardedCall().IsMatch(symbol);

    /// <summary>The ids of the nodes that these symbols call for the gate.</summary>
    public static HashSet<int> GuardedNodes(IEnumerable<string> symbols) =>
        [.. symbols.Select(symbol => GuardedCall().Match(symbol)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    /// <summary>Problems, a sentence each; none: the binary is good.</summary>
    /// <param name="wraps">The text of native/dpdk/raw_wraps.def.</param>
    /// <param name="mayTrap">Nodes of the graph are trusted: they run without a recovery point.</param>
    /// <param name="report">What was examined.</param>
    public static IReadOnlyList<string> Check(
        ElfImage image, string wraps, Func<string, bool> isEntry, bool mayTrap, out RawCodeReport report)
    {
        report = RawCodeCheck.Run(image, isEntry, IsGuarded);
        List<string> problems = [.. report.Violations.Select(violation => violation.ToString())];
        if (!mayTrap) problems.AddRange(report.Unguarded.Select(violation => violation.ToString()));
        if (!report.Functions.Any(name => name.EndsWith("_LcoreLoop__Run", StringComparison.Ordinal)))
            problems.Add("the lcore loop isn't in the binary by its name; nothing was proved");
        foreach (Match wrap in Wrap().Matches(wraps))
        {
            string symbol = wrap.Groups[1].Value;
            if (image.Find(symbol) == null)
            {
                problems.Add($"{symbol} is wrapped, and this runtime has no such entry point (native/dpdk/raw_wraps.def)");
            }
            if (image.Find("__wrap_" + symbol) == null) problems.Add($"{symbol} isn't wrapped in the binary");
        }
        return problems;
    }

    /// <summary>For the build's own call.</summary>
    public static IReadOnlyList<string> Check(
        string executable, string symbols, string wrapsFile, bool mayTrap, out RawCodeReport report) =>
        Check(ElfImage.Read(executable, symbols), File.ReadAllText(wrapsFile), IsEntry, mayTrap, out report);

    /// <summary>One line for the build's report, and one for each function that a failed bounds check can leave.</summary>
    public static string Describe(RawCodeReport report)
    {
        string[] trapping = [.. report.MayTrap.Select(each => RawNames.Readable(each.Function)).Distinct()
            .Order(StringComparer.Ordinal)];
        string where = report.Unguarded.Count == 0 ? "behind recovery points" : "some with no recovery point before them";
        string summary = $"{report.Functions.Count} functions, none of which can meet the collector; {trapping.Length} may trap"
            + (trapping.Length == 0 ? "" : $", {where}");
        return trapping.Length == 0 ? summary : $"{summary}: {string.Join(", ", trapping)}";
    }

    // Of these assemblies: a module may call a class and a method of its own so.
    [GeneratedRegex(@"^FastPaas_Runtime_FastPaas_Runtime_Lcores_\w+__(Run|Drain|Receive|Send)$")]
    private static partial Regex Lcore();

    [GeneratedRegex(@"^FastPaas_Host_FastPaas_Generated_\w+__Run[A-Z]\w*$")]
    private static partial Regex GraphEntry();

    [GeneratedRegex(@"^FastPaas_Host_FastPaas_Generated_\w+__Call(\d+)[A-Z_]\w*$")]
    private static partial Regex GuardedCall();

    [GeneratedRegex(@"^WRAP\((\w+)\)", RegexOptions.Multiline)]
    private static partial Regex Wrap();
}
