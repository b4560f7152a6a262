using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.Build.ModuleKit;

/// <summary>Runs the program with a sanitizer: on a capture, and on what libFuzzer makes of it.</summary>
/// <param name="contract">The program's first arguments.</param>
/// <param name="work">Keeps what earlier runs have found worth keeping.</param>
sealed class KitFuzz(KitPrograms programs, ModuleFolder module, IReadOnlyList<string> contract, string work)
{
    /// <summary>For one input: what takes longer doesn't end.</summary>
    public const int SecondsMax = 5;

    const int InputBytesMax = 2_048;

    /// <summary>For a capture; libFuzzer has a limit of its own.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>As <see cref="Child"/> says it.</summary>
    const int TimedOut = 124;

    string Corpus => Path.Combine(work, "corpus");

    /// <summary>What the capture's packets get without an arena; null, and the reason is printed: the module breaks.</summary>
    public KitVariant? Replay(string capture)
    {
        ChildResult result = Run("capture", capture);
        if (result.Code == 0) return KitResult.Parse<KitVariant>(result.Output);
        if (result.Code == TimedOut)
            throw new StopException(ExitCode.Failed, $"{capture} takes more than {Limit.TotalMinutes} min.");
        Console.Out.WriteLine(Reason(result));
        return null;
    }

    /// <summary>True: nothing was found; else it is printed, and how to see it again.</summary>
    public bool Fuzz(string seeds, int seconds, Steps steps)
    {
        Directory.CreateDirectory(Corpus);
        ChildResult written = Run("seeds", seeds, Corpus);
        if (written.Code != 0) throw new StopException(ExitCode.Environment, written.Output[^1]);
        string found = Path.Combine(work, "found");
        if (Directory.Exists(found)) Directory.Delete(found, recursive: true);
        Directory.CreateDirectory(found);
        ChildResult result = null!;
        steps.Run("fuzz", () =>
        {
            result = Run("fuzz", $"-max_total_time={seconds}", $"-timeout={SecondsMax}", $"-max_len={InputBytesMax}",
                $"-artifact_prefix={found}/", "-print_final_stats=1", "-use_value_profile=1", Corpus);
            return Summary(result.Output);
        });
        if (result.Code == 0) return true;
        Console.Out.WriteLine(Reason(result));
        Save(Directory.EnumerateFiles(found).FirstOrDefault());
        return false;
    }

    void Save(string? input)
    {
        if (input is null) return;
        string saved = Free(module.Name), half = $"{saved}.{Environment.ProcessId}.new";
        using IDisposable temporary = Interrupt.Temporary(half);
        ChildResult result = Run("save", input, half);
        if (result.Code != 0) throw new StopException(ExitCode.Environment, result.Output[^1]);
        File.Move(half, saved);
        string again = $"./build.sh check {module.Shown} --unconfined --capture {saved}";
        Console.Out.WriteLine($"  its packets are in {saved}; once more: {again}");
    }

    /// <summary>What was found before stays.</summary>
    static string Free(string module)
    {
        string saved = module + ".crash.pcap";
        for (int i = 2; File.Exists(saved); i++) saved = $"{module}.crash-{i}.pcap";
        return saved;
    }

    ChildResult Run(params string[] arguments) => Child.Run(
        programs.Fuzzer, [.. contract, .. arguments], Environment.CurrentDirectory,
        limit: arguments[0] == "fuzz" ? null : Limit);

    string Reason(ChildResult result) =>
        SanitizerReport.Of(result.Output, module.Name, file => Path.GetRelativePath(
            Environment.CurrentDirectory, Path.Combine(module.Path, file)))
        ?? throw new StopException(ExitCode.Refused, result.Output.Count > 0 ? result.Output[^1] : $"exit code {result.Code}");

    /// <summary>Of libFuzzer's last lines: <c>stat::number_of_executed_units: 12345</c>.</summary>
    static string Summary(IReadOnlyList<string> printed)
    {
        const string Units = "stat::number_of_executed_units:";
        string? line = printed.LastOrDefault(line => line.StartsWith(Units, StringComparison.Ordinal));
        string? coverage = printed.LastOrDefault(line => line.Contains(" cov: ", StringComparison.Ordinal));
        string covered = coverage?.Split(" cov: ")[1].Split(' ')[0] ?? "0";
        if (line is null) return "";
        long inputs = long.Parse(line[Units.Length..].Trim(), CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{inputs:N0} inputs, {covered} edges of its code reached");
    }
}
