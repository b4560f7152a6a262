using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Graph;
using Xunit;

namespace FastPaas.Fuzz.Tests;

/// <summary>Mutated graphs through the front end. FASTPAAS_FUZZ_SECONDS: how long (10); FASTPAAS_FUZZ_SEED: where to begin (1).
/// A failure prints the seed of its input and the input, made small: a file for <c>Cases/</c>.</summary>
public class FuzzTests
{
    /// <summary>What one input may take; the slowest known takes a hundredth of it on a quiet machine.</summary>
    static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Half of what the smallest default thread has: nothing here may recurse as deep as its input.</summary>
    const int StackBytes = 512 * 1024;

    public static TheoryData<string> Cases() =>
        [.. Directory.GetFiles(FuzzInput.FolderOf("Cases"), "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_seed_is_accepted() => Assert.Empty(FuzzInput.Seeds
        .SelectMany(seed => GraphCompiler.Compile(seed.Sources).Diagnostics)
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(diagnostic => diagnostic.ToString()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_once_failed_holds(string file) =>
        Assert.Null(Invariants.Broken(FuzzInput.Parse(File.ReadAllText(Path.Combine(FuzzInput.FolderOf("Cases"), file)))));

    [Fact]
    public void No_mutated_graph_breaks_the_compiler()
    {
        int seed = Setting("FASTPAAS_FUZZ_SEED", 1);
        TimeSpan limit = TimeSpan.FromSeconds(Setting("FASTPAAS_FUZZ_SECONDS", 10));
        var run = new FuzzRun(seed, limit);
        var thread = new Thread(run.Run, StackBytes);
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(200)))
            Assert.True(run.InputTime < HangTimeout, $"seed {run.Seed} hangs:\n{run.Input}");
        Console.WriteLine($"fuzz: seeds {seed} to {run.Seed}, {run.Accepted} graphs accepted, slowest {run.Slowest.TotalMilliseconds:f0} ms");
        Assert.True(run.Failure is null, run.Failure);
        Assert.True(run.Accepted > 0, "every mutant was refused: the mutations are too coarse to test what follows");
    }

    static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    /// <summary>The loop, on a thread of its own, so that it can be watched.</summary>
    sealed class FuzzRun(int firstSeed, TimeSpan limit)
    {
        readonly Stopwatch clock = new();
        long startedTicks;

        public int Seed { get; private set; } = firstSeed;

        public FuzzInput? Input { get; private set; }

        public int Accepted { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public string? Failure { get; private set; }

        public TimeSpan InputTime => clock.Elapsed - TimeSpan.FromTicks(Interlocked.Read(ref startedTicks));

        public void Run()
        {
            clock.Start();
            for (; clock.Elapsed < limit && Failure is null; Seed++)
            {
                Input = new Mutator(new Random(Seed)).Next();
                Interlocked.Exchange(ref startedTicks, clock.Elapsed.Ticks);
                string? broken = Invariants.Broken(Input, out bool accepted);
                if (InputTime > Slowest) Slowest = InputTime;
                if (broken is not null) Failure = Describe(Input, broken);
                else if (accepted) Accepted++;
            }
        }

        string Describe(FuzzInput input, string broken)
        {
            string kind = broken[..Math.Min(30, broken.Length)];
            FuzzInput small = Shrinker.Shrink(input, smaller => Invariants.Broken(smaller)?.StartsWith(kind, StringComparison.Ordinal) == true);
            return $"seed {Seed}: {Invariants.Broken(small)}\n{small}";
        }
    }
}
