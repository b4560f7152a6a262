using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Build.Verbs;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.ModuleKit;

/// <summary>A module in C: compiled, verified, run on a capture by each variant, fuzzed, and what it costs.</summary>
static class CheckC
{
    public static int Run(Checkout checkout, ModuleFolder module, ModuleOptions options, string work, Steps steps)
    {
        // Its code is confined only where the processor's bounds are, which the kit doesn't ask for.
        if (options.Protection.Backends.Contains(Backend.Mpx))
            throw new StopException(ExitCode.Usage, "--protect=mpx: check runs what it compiles on this machine; take compare.");
        KitPrograms programs = new(checkout, module, work);
        CVariant[] variants = [.. options.Protection.VariantsFor([NodeProtection.Full]).Where(each => each.IsConfined)];
        if (variants.Length == 0)
            throw new StopException(ExitCode.Usage, "--protect=none leaves nothing to run confined: take another.");
        IReadOnlyList<VariantCode> code = Compile(checkout, programs, variants, options, steps);
        VerifyStep.Run(programs.Runner, programs.Runner, [.. variants.Select(each => (module.Name, each))], Console.Error,
            steps, out string report);
        Console.Out.Write(report);
        if (options.Unconfined) steps.Run("sanitizer", () =>
        {
            programs.CompileFuzzer();
            return "the module with AddressSanitizer";
        });
        string config = Path.Combine(work, "config"), capture = options.Capture ?? Path.Combine(work, "sample.pcap");
        File.WriteAllBytes(config, module.Config);
        if (options.Capture is null) SampleCapture.Write(capture);
        string[] contract =
        [
            config, module.Manifest.Packet.ToString().ToLowerInvariant(), module.Manifest.Resizes ? "resizes" : "keeps",
            $"{module.Manifest.Outputs.Count}",
        ];
        KitFuzz fuzz = new(programs, module, contract, work);
        bool isGood = Replay(programs, module, code, fuzz, contract, capture, options, steps);
        if (isGood && options.FuzzSeconds > 0) isGood = fuzz.Fuzz(capture, options.FuzzSeconds, steps);
        return isGood ? ExitCode.Ok : ExitCode.Failed;
    }

    static IReadOnlyList<VariantCode> Compile(
        Checkout checkout, KitPrograms programs, IReadOnlyList<CVariant> confined, ModuleOptions options, Steps steps)
    {
        ProtectTools? tools = null;
        steps.Run("pass", () =>
        {
            tools = ProtectTools.Make(
                Path.Combine(checkout.Root, "native"), Path.Combine(checkout.Artifacts, "native"), out bool isNew);
            return isNew ? "native/protect was compiled" : "native/protect is compiled";
        });
        IReadOnlyList<VariantCode> code = [];
        steps.Run("compile", () =>
        {
            code = programs.CompileRunner(tools, options.Unconfined ? [.. confined, new CVariant(Backend.None)] : confined);
            return string.Join(", ", code.Select(each => each.Variant.IsConfined ? each.Variant.Text : "unprotected"));
        });
        return code;
    }

    /// <summary>All variants must do the same, and the module with a sanitizer.</summary>
    static bool Replay(
        KitPrograms programs, ModuleFolder module, IReadOnlyList<VariantCode> code, KitFuzz fuzz, string[] contract,
        string capture, ModuleOptions options, Steps steps)
    {
        string half = options.Output is { } output ? $"{output}.{Environment.ProcessId}.new" : "-";
        using IDisposable? temporary = options.Output is null ? null : Interrupt.Temporary(half);
        ChildResult ran = null!;
        steps.Run("run", () =>
        {
            ran = Child.Run(programs.Runner, [.. contract, capture, half], Environment.CurrentDirectory, limit: KitFuzz.Limit);
            return options.Capture ?? "frames of ordinary kinds, made here; --capture takes yours";
        });
        if (ran.Code != 0) throw new StopException(ExitCode.Environment, string.Join(' ', ran.Output));
        KitResult result = KitResult.Parse<KitResult>(ran.Output);
        if (result.Variants.FirstOrDefault(each => each.Refusal is not null) is { } refusing)
            throw new StopException(ExitCode.Refused, $"{module.Shown}: init refuses: {ModuleFiles.Shown(refusing.Refusal!)}");
        bool isGood = true;
        for (int i = 0; i < code.Count; i++)
        {
            if (result.Variants[i].Fault is not { } fault) continue;
            Console.Out.WriteLine(KitReport.Fault(module, code[i], fault));
            isGood = false;
        }
        // What has failed confined could do anything where nothing confines it.
        if (!isGood) return false;
        KitVariant? sanitized = null;
        if (options.Unconfined)
        {
            steps.Run("run sanitized", () => (sanitized = fuzz.Replay(capture)) is null ? "it breaks"
                : "with nothing around it; no mistake was found");
            if (sanitized is null) return false;
        }
        if (options.Output is not null) File.Move(half, options.Output, overwrite: true);
        if (result.Variants[0].Verdicts is not null) Console.Out.Write(KitReport.Verdicts(module, result));
        Console.Out.Write(KitReport.Cost(code, result));
        return IsSame(code, result, sanitized?.Hash ?? result.Variants[0].Hash!) && !HasBadVerdicts(result);
    }

    static bool HasBadVerdicts(KitResult result)
    {
        bool has = result.Variants.Any(each => each.BadVerdicts > 0);
        if (has) Console.Out.WriteLine("error: packets have a verdict that is no output's, or none was written.");
        return has;
    }

    /// <param name="expected">Of the sanitized module, or else of the first variant.</param>
    static bool IsSame(IReadOnlyList<VariantCode> code, KitResult result, string expected)
    {
        for (int i = 0; i < code.Count; i++)
        {
            if (result.Variants[i].Hash is not { } hash || hash == expected) continue;
            Console.Out.WriteLine($"error: by {code[i].Variant.Text} it answers otherwise than by another way: it decides by "
                + "what it hasn't written, by addresses, or by what C doesn't define.");
            return false;
        }
        return true;
    }
}
