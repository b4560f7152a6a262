using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using FastPaas.Build.CModules;
using FastPaas.Build.Verbs;
using FastPaas.Graph.Model;

namespace FastPaas.Build.ModuleKit;

/// <summary>What <c>check</c> is asked to do with a module.</summary>
/// <param name="New">A language: the folder isn't there yet.</param>
/// <param name="Config">A file with keys of a node's configuration; null: the manifest's defaults.</param>
/// <param name="Capture">Null: frames that are made for it.</param>
/// <param name="Output">A capture to write; null: none.</param>
/// <param name="Unconfined">Its code may run with nothing around it, as whoever asks: it is the asker's own.</param>
/// <param name="FuzzSeconds">0: not at all.</param>
sealed record ModuleOptions(
    string? New, string? Config, string? Capture, string? Output, bool Unconfined, int FuzzSeconds, Protection Protection)
{
    /// <summary>One that only a module has; null: there is none.</summary>
    public string? Given => New is not null ? "--new" : Config is not null ? "--config" : Capture is not null ? "--capture"
        : Output is not null ? "--output" : Unconfined ? "--unconfined" : FuzzSeconds > 0 ? "--fuzz"
        : Protection != Protection.Default ? "--protect" : null;
}

/// <summary><c>check</c> of a module's folder.</summary>
static class ModuleCheck
{
    public static int Run(Checkout checkout, string folder, ModuleOptions options)
    {
        RefuseFiles(options);
        if (options.New is { } language) ModuleTemplate.Write(checkout, language, folder);
        ModuleFolder module = ModuleFolder.Open(folder, options.Config, Console.Out);
        Console.Out.WriteLine($"{folder}: ok: {Describe(module.Manifest)}");
        Steps steps = new(Console.Out, Steps.SinceScript());
        using FileStream held = BuildVerb.Hold(checkout, steps);
        bool isC = module.Manifest.Language == ModuleLanguage.C;
        if (isC) Packages.InstallForModules(checkout);
        string work = Path.Combine(checkout.Artifacts, "modules", $"{module.Name}-{Short(module.Path)}");
        Directory.CreateDirectory(work);
        int code = isC ? CheckC.Run(checkout, module, options, work, steps)
            : CheckCSharp.Run(checkout, module, options, work, steps);
        steps.Total(code == ExitCode.Ok ? "nothing wrong was found" : "see the errors above");
        return code;
    }

    static void RefuseFiles(ModuleOptions options)
    {
        if (options.Capture is { } capture && !File.Exists(capture))
            throw new StopException(ExitCode.Usage, $"--capture {capture}: there is no such file.");
        if (options.Capture is { } endless && !ModuleFiles.IsPlain(endless))
        {
            throw new StopException(ExitCode.Usage,
                $"--capture {endless}: write what it gives into a file first; it is read twice.");
        }
        if (options.FuzzSeconds > 0 && !options.Unconfined)
        {
            throw new StopException(ExitCode.Usage,
                "--fuzz runs the module with nothing around it: say --unconfined too, where it is your own.");
        }
        if (options.Output is not { } output) return;
        string whole = Path.GetFullPath(output);
        if (Directory.Exists(whole) || !Directory.Exists(Path.GetDirectoryName(whole)))
            throw new StopException(ExitCode.Usage, $"-o {output}: name a file in a folder that is there.");
        if (options.Capture is { } same && Path.GetFullPath(same) == whole)
            throw new StopException(ExitCode.Usage, $"-o {output} is the capture itself; name another file.");
    }

    static string Describe(ModuleManifest manifest) => string.Create(CultureInfo.InvariantCulture,
        $"module {manifest.Name} in {(manifest.Language == ModuleLanguage.C ? "C" : "C#")}, packet = ")
        + $"\"{manifest.Packet.ToString().ToLowerInvariant()}\", outputs {string.Join(", ", manifest.Outputs)}";

    static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
