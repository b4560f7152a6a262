using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using FastPaas.Build.CModules;
using FastPaas.Build.ModuleKit;
using FastPaas.Build.Verbs;

namespace FastPaas.Build;

/// <summary>The five verbs behind build.sh and build.ps1. What each prints, writes and returns: DESIGN section 15.</summary>
static class Program
{
    static int Main(string[] arguments)
    {
        Interrupt.Install();
        try
        {
            ParseResult command = Verbs().Parse(
                arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            InvocationConfiguration plain = new() { EnableDefaultExceptionHandler = false };
            if (command.Errors.Count == 0) return command.Invoke(plain);
            Console.Error.WriteLine("build: " + command.Errors[^1].Message);
            Console.Error.WriteLine("build: ./build.sh --help lists the verbs, ./build.sh <verb> --help their options.");
            return ExitCode.Usage;
        }
        catch (StopException stop)
        {
            Console.Error.WriteLine("build: " + stop.Message);
            return stop.Code;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("build: " + failure.Message);
            return ExitCode.Environment;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine($"build: internal error: {failure.GetType().Name}: {failure.Message} " +
                "Please report it with the command line.");
            return ExitCode.Internal;
        }
    }

    static RootCommand Verbs()
    {
        Option<bool> noInstall = new("--no-install")
        {
            Description = "Never install a package; say which are missing.", Recursive = true,
        };
        Checkout checkout = Checkout.Find();
        RootCommand root = new("FastPaas: from a service graph in TOML to one static executable.")
        {
            Check(checkout), Build(checkout), Run(checkout), Test(checkout), Bench(checkout),
        };
        root.Options.Add(noInstall);
        foreach (Command verb in root.Subcommands)
        {
            verb.Validators.Add(result =>
            {
                // Where install.sh looks: it also runs before there is a dotnet that could read options.
                if (result.GetValue(noInstall)) Environment.SetEnvironmentVariable("FASTPAAS_NO_INSTALL", "1");
            });
        }
        return root;
    }

    static Option<string> Modules() => new("--modules")
    {
        Description = "A folder of your own modules: one folder each, with module.toml and source.", HelpName = "folder",
    };

    static Option<Protection> Protect()
    {
        return new Option<Protection>("--protect")
        {
            Description = $"How modules in C are confined: {Protection.Words} (they reach all of the process).",
            HelpName = Protection.Form, DefaultValueFactory = _ => Protection.Default,
            CustomParser = result =>
            {
                Protection? parsed = Protection.Parse(result.Tokens[0].Value);
                if (parsed is null) result.AddError($"--protect: {Protection.Words}.");
                return parsed ?? Protection.Default;
            },
        };
    }

    static Argument<string> GraphArgument() => new("graph") { Description = "A folder with graph.toml, or that file." };

    static Command Check(Checkout checkout)
    {
        Argument<string[]> paths = new("graph")
        {
            Description = "Folders with graph.toml, or those files; or the folder of one module, with module.toml.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> modules = Modules();
        Option<bool> json = new("--json") { Description = "Diagnostics as JSON, for programs." };
        Command verb = new("check", "Report every mistake of a graph: writes nothing, needs no LLVM or DPDK. "
            + "Of a module: compile, verify and run it, and say what it costs.")
        {
            paths, modules, json,
        };
        Func<ParseResult, ModuleOptions> module = ModuleOptionsOf(verb);
        verb.SetAction(given => CheckVerb.Run(
            checkout, given.GetValue(paths)!, given.GetValue(modules), given.GetValue(json), module(given)));
        return verb;
    }

    /// <summary>What is asked of a module.</summary>
    static Func<ParseResult, ModuleOptions> ModuleOptionsOf(Command verb)
    {
        Option<string> begun = new("--new")
        {
            Description = "Of a module: make the folder first, with one that works in c or csharp.", HelpName = "language",
        };
        begun.AcceptOnlyFromAmong(ModuleTemplate.Languages);
        Option<string> config = new("--config")
        {
            Description = "Of a module: a file with keys of its configuration, in TOML.", HelpName = "file",
        };
        Option<string> capture = new("--capture") { Description = "Of a module: run it on these packets.", HelpName = "pcap" };
        Option<string> output = new("--output", "-o")
        {
            Description = "Of a module: write what it sends.", HelpName = "pcap",
        };
        Option<bool> unconfined = new("--unconfined")
        {
            Description = "Of a module in C that is your own: run it with nothing around it too, for its mistakes and its cost.",
        };
        Option<int> fuzz = new("--fuzz") { Description = "Of a module in C: fuzz it for so long.", HelpName = "seconds" };
        fuzz.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() <= 0) result.AddError("--fuzz: a number of seconds, 1 or more.");
        });
        Option<Protection> protect = Protect();
        foreach (Option each in new Option[] { begun, config, capture, output, unconfined, fuzz, protect })
            verb.Options.Add(each);
        return given => new ModuleOptions(given.GetValue(begun), given.GetValue(config), given.GetValue(capture),
            given.GetValue(output), given.GetValue(unconfined), given.GetValue(fuzz), given.GetValue(protect)!);
    }

    static Command Build(Checkout checkout)
    {
        Argument<string> graph = GraphArgument();
        Option<string> output = new("--output", "-o")
        {
            Description = "The executable to write.", HelpName = "file", Required = true,
        };
        Option<string> modules = Modules();
        Option<string> drivers = new("--drivers")
        {
            Description = "Drivers beside those that every binary has: mlx5, for Mellanox and NVIDIA.", HelpName = "mlx5",
        };
        drivers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() != "mlx5")
                result.AddError("--drivers: mlx5 is the only one beside those that every binary has.");
        });
        Option<Protection> protect = Protect();
        Command verb = new("build", "Compile a graph into one static executable.")
        {
            graph, output, modules, drivers, protect,
        };
        verb.SetAction(given =>
        {
            BuildVerb.Run(checkout, given.GetValue(graph)!, given.GetValue(output)!, given.GetValue(modules),
                given.GetValue(drivers), given.GetValue(protect)!);
            return ExitCode.Ok;
        });
        return verb;
    }

    static Command Run(Checkout checkout)
    {
        Argument<string> graph = GraphArgument();
        Argument<string[]> binary = new("args")
        {
            Description = "After --: what the binary gets; --help shows its commands.", Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> modules = Modules();
        Option<Protection> protect = Protect();
        Command verb = new("run", "Build a graph and run it: on its own capture if it has one, else on its ports.")
        {
            graph, binary, modules, protect,
        };
        verb.SetAction(given => RunVerb.Run(checkout, given.GetValue(graph)!, given.GetValue(binary) ?? [],
            given.GetValue(modules), given.GetValue(protect)!));
        return verb;
    }

    static Command Test(Checkout checkout)
    {
        Argument<string?> filter = new("filter")
        {
            Description = "Only tests whose namespace.class.method contains it, in any case.", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> longOnes = new("--long") { Description = "The long forms of fuzzing and differential tests: half an hour." };
        Command verb = new("test", "Build and run the tests.") { filter, longOnes };
        verb.SetAction(given => TestVerb.Run(checkout, given.GetValue(filter), given.GetValue(longOnes)));
        return verb;
    }

    static Command Bench(Checkout checkout)
    {
        Command verb = new("bench", "Measure. [graph...] [--ci] [--accept], micro [filter], soak; see bench/README.md.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        verb.SetAction(given => BenchVerb.Run(checkout, given.UnmatchedTokens));
        return verb;
    }
}
