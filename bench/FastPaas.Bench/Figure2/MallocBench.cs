using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using FastPaas.Bench.Protection;
using static System.FormattableString;

namespace FastPaas.Bench.Figure2;

/// <summary>What bench/figure2/malloc prints.</summary>
/// <param name="Ns">An operation.</param>
/// <param name="ResidentBytes">That the module and its way added to the process.</param>
/// <param name="Hash">Of all that the module found.</param>
sealed record MallocSample(double Ns, double ResidentBytes, string Hash);

/// <param name="Ratio">Time over the unprotected one's.</param>
/// <param name="MemoryRatio">Memory over the unprotected one's.</param>
sealed record MallocRow(string Way, Estimate Ns, Estimate Ratio, Estimate ResidentBytes, double MemoryRatio);

/// <summary>The paper's micro-benchmark: blocks are allocated, written and freed at random, in a process of its own for each
/// way and round.</summary>
sealed class MallocBench
{
    const int Bursts = 4_000;

    const string Graph =
        """
        schema = 1
        name = "churn"

        [port.wire]
        device = "net_null0"
        next = "churn"

        [node.churn]
        module = "churn_c"
        next = { taken = "wire", given = "wire" }
        """;

    static readonly WayKind[] kinds = [WayKind.Protect, WayKind.Clang, WayKind.Bounds];

    readonly string folder;
    readonly IReadOnlyList<Way> ways;

    MallocBench(string folder, IReadOnlyList<Way> ways) => (this.folder, this.ways) = (folder, ways);

    /// <summary>Who has a malloc, and checks what is done with its blocks: an object's size is known to none of those that only
    /// know arrays.</summary>
    public static bool Has(Way way) => kinds.Contains(way.Kind) && way.Name != Way.Bounds;

    /// <param name="folder">Gets all.</param>
    /// <param name="ways">Of which it takes those that <see cref="Has"/>; the first is unprotected.</param>
    public static MallocBench Make(string root, string folder, IEnumerable<Way> ways)
    {
        MallocBench made = new(Directory.CreateDirectory(folder).FullName, [.. ways.Where(Has)]);
        ProtectionUnit churn = ProtectionUnits.Read(root, Path.Combine("bench", "figure2"), Graph).Single();
        WayCompiler compiler = new(root, folder);
        Parallel.ForEach(made.ways, way => compiler.Compile(way, churn));
        foreach (bool hasSanitizer in made.ways.Select(way => way.HasSanitizer).Distinct())
            compiler.CompileProgram("malloc", made.Program(hasSanitizer), hasSanitizer);
        return made;
    }

    /// <summary>By way; each round in an order of its own.</summary>
    /// <exception cref="InvalidOperationException">A way found something else than another.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<MallocSample>> Run(int rounds)
    {
        Dictionary<string, List<MallocSample>> samples = ways.ToDictionary(way => way.Name, _ => new List<MallocSample>());
        var random = new Random(1);
        for (int round = 0; round < rounds; round++)
        {
            Way[] order = [.. ways];
            random.Shuffle(order);
            foreach (Way way in order) samples[way.Name].Add(Sample(way));
        }
        string[] different = [.. ways.Where(way => samples[way.Name].Any(sample => sample.Hash != samples[Way.None][0].Hash))
            .Select(way => way.Name)];
        if (different.Length > 0) throw new InvalidOperationException($"churn_c does something else by {different[0]}");
        return samples.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<MallocSample>)pair.Value);
    }

    public static IReadOnlyList<MallocRow> Rows(IReadOnlyDictionary<string, IReadOnlyList<MallocSample>> samples)
    {
        double[] Of(string way, Func<MallocSample, double> what) => [.. samples[way].Select(what)];
        double[] none = Of(Way.None, sample => sample.Ns);
        Estimate memory = Statistics.Median(Of(Way.None, sample => sample.ResidentBytes));
        return [.. samples.Keys.Select(way =>
        {
            double[] ns = Of(way, sample => sample.Ns);
            Estimate resident = Statistics.Median(Of(way, sample => sample.ResidentBytes));
            return new MallocRow(way, Statistics.Median(ns), Statistics.Ratio(ns, none), resident,
                resident.Median / memory.Median);
        })];
    }

    public static void Print(IReadOnlyList<MallocRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine("blocks of 16 to 1,039 bytes allocated, written and freed at random, a process a way and round; "
            + "time and memory over the unprotected");
        Console.WriteLine($"{"",-31}{"guards",-15}{"ns an operation",16}{"ratio",8}{"95%",15}{"resident",14}{"ratio",8}");
        foreach (MallocRow row in rows)
        {
            Way way = Way.Of(row.Way);
            Console.WriteLine(Invariant($"{way.Title,-31}{way.Guards,-15}{row.Ns.Median,16:0.0}{row.Ratio.Median,8:0.00}")
                + Invariant($"{$"{row.Ratio.Low:0.00} .. {row.Ratio.High:0.00}",15}")
                + Invariant($"{row.ResidentBytes.Median / (1 << 20),10:0.0} MiB{row.MemoryRatio,8:0.00}"));
        }
    }

    /// <summary>In Markdown.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<MallocRow> rows)
    {
        yield return "| way | guards | ns an operation | time | MiB | memory |";
        yield return "|---|---|---|---|---|---|";
        foreach (MallocRow row in rows)
        {
            Way way = Way.Of(row.Way);
            yield return Invariant($"| {way.Title} | {way.Guards} | {row.Ns.Median:0.0} | {row.Ratio.Median:0.00} ")
                + Invariant($"({row.Ratio.Low:0.00} to {row.Ratio.High:0.00}) | {row.ResidentBytes.Median / (1 << 20):0.0} | ")
                + Invariant($"{row.MemoryRatio:0.00} |");
        }
    }

    MallocSample Sample(Way way) => JsonSerializer.Deserialize<MallocSample>(Programs.Output(
        Program(way.HasSanitizer), [Path.Combine(folder, way.Name, "churn_c.so"), $"{Bursts}"]), Json.Options)!;

    string Program(bool hasSanitizer) => Path.Combine(folder, hasSanitizer ? "malloc-asan" : "malloc");
}
