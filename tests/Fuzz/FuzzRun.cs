using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace FastPaas.Fuzz.Tests;

/// <summary>What a check says of an input: what is broken, or null; and whether the input is a graph without mistakes.</summary>
readonly record struct Verdict(string? Broken, bool Accepted);

/// <summary>Mutants, one after the other, on a thread that is watched. FASTPAAS_FUZZ_SECONDS: how long (10, shared by all runs);
/// FASTPAAS_FUZZ_SEED: the first seed (1).</summary>
sealed class FuzzRun(Func<FuzzInput, Verdict> check)
{
    /// <summary>Half of what the smallest default thread has: nothing may recurse as deep as its input.</summary>
    const int StackBytes = 512 * 1024;

    /// <summary>What one input may take; the slowest known takes a thirtieth of it on a busy machine.</summary>
    static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(30);

    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly int firstSeed = Setting("FASTPAAS_FUZZ_SEED", 1);
    int seed;
    long startedTicks;
    TimeSpan slowest;
    volatile FuzzInput? input;

    public int Accepted { get; private set; }

    /// <summary>Null: nothing failed. Else the seed, what is broken, and the input made small.</summary>
    public string? Failure { get; private set; }

    TimeSpan InputTime => clock.Elapsed - TimeSpan.FromTicks(Interlocked.Read(ref startedTicks));

    /// <param name="share">Of the time.</param>
    public void Run(double share)
    {
        TimeSpan limit = TimeSpan.FromSeconds(Setting("FASTPAAS_FUZZ_SECONDS", 10) * share);
        var thread = new Thread(() => Loop(limit), StackBytes) { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(200)) && Failure is null)
        {
            if (InputTime > HangTimeout) Failure = $"seed {seed}: no end after {HangTimeout.TotalSeconds:f0} s\n{input}";
        }

        string text = $"fuzz: seeds {firstSeed} to {seed - 1}, {Accepted} accepted, slowest {slowest.TotalMilliseconds:f0} ms";
        Console.WriteLine(text);
    }

    void Loop(TimeSpan limit)
    {
        check(FuzzInput.Seeds[0]);   // Loads and compiles everything once: the first mutant isn't the slowest.
        clock.Restart();
        for (seed = firstSeed; clock.Elapsed < limit && Failure is null; seed++)
        {
            Interlocked.Exchange(ref startedTicks, clock.Elapsed.Ticks);
            FuzzInput mutant = new Mutator(new Random(seed)).Next();
            input = mutant;
            Verdict verdict = check(mutant);
            if (InputTime > slowest) slowest = InputTime;
            if (verdict.Accepted) Accepted++;
            if (verdict.Broken is not null) Failure = Describe(mutant, verdict.Broken);
        }
    }

    string Describe(FuzzInput mutant, string broken)
    {
        string kind = broken[..Math.Min(30, broken.Length)];
        FuzzInput small = Shrinker.Shrink(mutant, smaller =>
        {
            Interlocked.Exchange(ref startedTicks, clock.Elapsed.Ticks);
            return check(smaller).Broken?.StartsWith(kind, StringComparison.Ordinal) == true;
        });
        return $"seed {seed}: {check(small).Broken}\n{small}";
    }

    static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}
