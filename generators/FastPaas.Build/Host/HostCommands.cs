using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Build.Host;

/// <summary>The commands by which MSBuild compiled and linked the host of a graph, as its log has them. While nothing changes but
/// the text of the graph's files, MSBuild would run the same ones, after two seconds of finding that out.</summary>
/// <param name="Lines">The C# compiler, ILC, the linker, and objcopy three times.</param>
/// <param name="State">What they depend on, beside the text of the graph's files.</param>
sealed record HostCommands(IReadOnlyList<string> Lines, string State)
{
    static readonly string[] Programs = ["csc", "ilc", "clang-19", "objcopy", "objcopy", "objcopy"];

    /// <summary>What MSBuild makes for them to read.</summary>
    static readonly string[] MadeForThem = [".rsp", ".ld", ".editorconfig", ".cs"];

    /// <summary>Where MSBuild is to log its commands.</summary>
    public static string LogIn(string output) => Path.Combine(output, "msbuild.log");

    /// <summary>Those of the build that has just been logged; null: it wasn't all of them, or another set.</summary>
    public static HostCommands? Of(Checkout checkout, HostInputs inputs, string output)
    {
        string[] lines = [.. File.ReadLines(LogIn(output)).Select(line => line.Trim())
            .Where(line => line.Contains("/FastPaas.Host", StringComparison.Ordinal) && Programs.Contains(Name(line)))];
        return lines.Select(Name).SequenceEqual(Programs)
            ? new HostCommands(lines, Describe(checkout, inputs, lines[1])) : null;
    }

    public static HostCommands? Read(string file)
    {
        if (!File.Exists(file)) return null;
        string[] lines = File.ReadAllLines(file);
        return new HostCommands(lines[..Programs.Length], string.Join('\n', lines[Programs.Length..]));
    }

    public void Write(string file) => File.WriteAllText(file, string.Join('\n', [.. Lines, State]));

    /// <summary>Where the time went; null: they aren't the ones any more, or one failed, and MSBuild says it better.</summary>
    public string? Repeat(Checkout checkout, HostInputs inputs)
    {
        if (Describe(checkout, inputs, Lines[1]) != State) return null;
        string folder = Path.Combine(checkout.Root, HostBuild.ProjectFolder);
        List<(string Name, double Seconds)> times = [("C#", 0), ("machine code", 0), ("link", 0)];
        for (int i = 0; i < Lines.Count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ChildResult result = i == 0 ? CompileCSharp(Lines[i], folder)
                : Child.Run("/bin/sh", ["-c", Lines[i]], folder, environment: DotNet.Settings);
            if (result.Code != 0) return null;
            int part = Math.Min(i, times.Count - 1);
            times[part] = (times[part].Name, times[part].Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return HostBuild.Text(times);
    }

    /// <summary>In the compiler that stays behind, as MSBuild does, which hands the arguments over in a file too.</summary>
    static ChildResult CompileCSharp(string line, string folder)
    {
        const string NoConfiguration = "/noconfig";
        (string compiler, string arguments) = Split(line);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, arguments.Replace($"{NoConfiguration} ", "", StringComparison.Ordinal));
            return Child.Run(DotNet.Path, ["exec", compiler + ".dll", NoConfiguration, "/shared", "@" + file], folder,
                environment: DotNet.Settings);
        }
        finally
        {
            File.Delete(file);
        }
    }

    static string Name(string line) => Path.GetFileName(Split(line).Program);

    /// <summary>The first word, which may be in quotes, and the rest.</summary>
    static (string Program, string Arguments) Split(string line)
    {
        char end = line.StartsWith('"') ? '"' : ' ';
        string[] parts = line.TrimStart('"').Split(end, 2);
        return (parts[0], parts[^1].Trim());
    }

    /// <param name="ilc">ILC's command, which names its response file.</param>
    static string Describe(Checkout checkout, HostInputs inputs, string ilc)
    {
        StringBuilder text = new(Platform.Describe(checkout, inputs.Platform));
        string native = Path.GetDirectoryName(ilc.Split('"')[^2])!;
        IEnumerable<string> made = new[] { native, Path.GetDirectoryName(native)! }.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder))
            .Where(file => MadeForThem.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal);
        foreach (string file in made) text.Append($"\n{file} {Platform.State(file)}");
        // Their names only: what is in them is what may change.
        IEnumerable<string> named =
        [
            .. Directory.EnumerateFiles(inputs.Graph.Folder, "*.toml"), .. Directory.EnumerateFiles(inputs.Graph.Folder, "*.txt"),
            .. inputs.CObjects is { } objects ? Directory.EnumerateFiles(objects) : [],
        ];
        foreach (string file in named.Order(StringComparer.Ordinal)) text.Append('\n').Append(Path.GetFullPath(file));
        return text.ToString();
    }
}
