using System;
using System.IO;
using System.Text.RegularExpressions;
using FastPaas.Graph.Model;

namespace FastPaas.Build.ModuleKit;

/// <summary><c>check --new</c>: a folder with a module that works, to be changed into another one.</summary>
static partial class ModuleTemplate
{
    public static readonly string[] Languages = ["c", "csharp"];

    /// <summary>The whole folder or none of it.</summary>
    public static void Write(Checkout checkout, string language, string folder)
    {
        string whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), name = Path.GetFileName(whole);
        string? parent = Path.GetDirectoryName(whole);
        if (Names.Complaint("a module", name, []) is { } wrong) throw new StopException(ExitCode.Usage, $"--new: {wrong}.");
        if (Path.Exists(whole)) throw new StopException(ExitCode.Usage, $"--new: {folder} is there already.");
        if (!Directory.Exists(parent)) throw new StopException(ExitCode.Usage, $"--new: there is no folder {parent}.");
        if (Directory.Exists(Path.Combine(checkout.Modules, name)))
            throw new StopException(ExitCode.Usage, $"--new: the catalogue has a module {name}; choose another name.");
        string half = $"{whole}.{Environment.ProcessId}.new";
        using IDisposable temporary = Interrupt.Temporary(half);
        Directory.CreateDirectory(half);
        string templates = Path.Combine(checkout.Root, "generators/FastPaas.Build/ModuleKit/Templates", language);
        foreach (string file in Directory.EnumerateFiles(templates))
            File.WriteAllText(Path.Combine(half, Filled(Path.GetFileName(file), name)), Filled(File.ReadAllText(file), name));
        Directory.Move(half, whole);
    }

    /// <summary>In one pass: a name may hold what stands for another.</summary>
    static string Filled(string text, string name) => Places().Replace(text, place => place.Value switch
    {
        "CAPITALS" => name.ToUpperInvariant(),
        "PASCAL" => Names.Pascal(name),
        _ => name,
    });

    [GeneratedRegex("CAPITALS|PASCAL|NAME")]
    private static partial Regex Places();
}
