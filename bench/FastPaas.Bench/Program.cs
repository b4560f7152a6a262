using System;
using System.CommandLine;
using System.IO;
using FastPaas.Bench.Fairness;
using FastPaas.Bench.Faults;
using FastPaas.Bench.Figure2;
using FastPaas.Bench.Protection;
using FastPaas.Bench.Soak;
using FastPaas.Bench.State;

namespace FastPaas.Bench;

static class Program
{
    static int Main(string[] arguments)
    {
        var root = new RootCommand("Measures compiled graphs beside hand-fused C, librte_graph and dpdk-testpmd.");
        AddWholeGraphs(root);
        root.Subcommands.Add(MicroCommand());
        root.Subcommands.Add(SoakCommand());
        root.Subcommands.Add(ProtectionCommand());
        root.Subcommands.Add(Figure2Command());
        root.Subcommands.Add(FaultsCommand());
        root.Subcommands.Add(FairnessCommand());
        root.Subcommands.Add(OffloadsCommand());
        root.Subcommands.Add(StateCommand());
        return root.Parse(arguments).Invoke();
    }

    static void AddWholeGraphs(RootCommand root)
    {
        var graphs = new Argument<string[]>("graph")
        {
            Arity = ArgumentArity.ZeroOrMore, Description = "Some graphs (and io, for the cost over it); all without.",
        };
        Option<bool> ci = Ci(), accept = Accept();
        Option<string> baselines = Baselines();
        Option<int> rounds = Rounds();
        var asBuilt = new Option<bool>("--as-built") { Description = "Take the macro benchmark as the last run built it." };
        var source = new Option<string>("--source")
        {
            DefaultValueFactory = _ => "trace", Description = "trace: copied from 65,536 flows; ring: a looped net_ring.",
        };
        source.AcceptOnlyFromAmong("trace", "ring");
        root.Arguments.Add(graphs);
        foreach (Option option in new Option[] { ci, accept, asBuilt, baselines, rounds, source }) root.Options.Add(option);
        root.SetAction(parsed => WholeGraphs.Run(FindRoot(), new(
            parsed.GetValue(graphs)!, parsed.GetValue(ci), parsed.GetValue(accept), parsed.GetValue(asBuilt),
            parsed.GetValue(baselines)!, parsed.GetValue(rounds), parsed.GetValue(source)!)));
    }

    static Command MicroCommand()
    {
        var filter = new Argument<string?>("filter")
        {
            Arity = ArgumentArity.ZeroOrOne, Description = "Benchmarks whose name contains it.",
        };
        var full = new Option<bool>("--full") { Description = "BenchmarkDotNet's default job: slower, with narrower errors." };
        var command = new Command("micro", "The pieces, by BenchmarkDotNet.") { filter, full };
        command.SetAction(parsed => Micro.Time(FindRoot(), parsed.GetValue(filter), parsed.GetValue(full)));
        return command;
    }

    static Command SoakCommand()
    {
        var binary = new Option<string>("--binary") { Required = true, Description = "A deployment binary." };
        var prefix = new Option<string[]>("--prefix") { Description = "Arguments of the binary before run." };
        var ports = new Option<string[]>("--port") { Description = "NAME=DEVICE, as of the binary's run." };
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 10, Description = "How long." };
        var isLong = new Option<bool>("--long") { Description = "A day." };
        var command = new Command("soak", "A busy instance for long: no leak, no drift, all counters conserved.")
        {
            binary, prefix, ports, minutes, isLong,
        };
        command.SetAction(parsed => SoakRun.Run(new(
            parsed.GetValue(binary)!, parsed.GetValue(prefix) ?? [], parsed.GetValue(ports) ?? [],
            parsed.GetValue(isLong) ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(parsed.GetValue(minutes)))));
        return command;
    }

    static Command ProtectionCommand()
    {
        Option<bool> ci = Ci(), accept = Accept();
        Option<string> baselines = Baselines();
        Option<int> rounds = Rounds();
        var command = new Command("protection", "Modules in C, confined beside unprotected.") { ci, accept, baselines, rounds };
        command.SetAction(parsed => ProtectionRun.Run(FindRoot(), new(
            parsed.GetValue(ci), parsed.GetValue(accept), parsed.GetValue(baselines)!, parsed.GetValue(rounds))));
        return command;
    }

    static Command Figure2Command()
    {
        var parts = new Argument<string[]>("part") { Arity = ArgumentArity.ZeroOrMore, Description = "Some parts; all without." };
        parts.AcceptOnlyFromAmong(Figure2Run.Parts);
        Option<bool> ci = new("--ci") { Description = "Nothing is timed: what each way stops." };
        Option<bool> accept = new("--accept") { Description = "Make the tables of bench/README.md this run's." };
        Option<int> rounds = Rounds();
        var command = new Command("figure2", "Every way to protect a module, side by side.") { parts, ci, accept, rounds };
        command.SetAction(parsed => Figure2Run.Run(FindRoot(), new(
            parsed.GetValue(parts)!, parsed.GetValue(ci), parsed.GetValue(accept), parsed.GetValue(rounds))));
        return command;
    }

    static Command FaultsCommand()
    {
        var binary = new Option<string>("--binary") { Required = true, Description = "A binary of bench/faults/graph." };
        var pairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 10, Description = "Runs with traps, and without." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 3, Description = "Of each run." };
        var command = new Command("faults", "What traps in one tenant cost another.") { binary, pairs, seconds };
        command.SetAction(parsed => FaultBench.Run(FindRoot(), new(
            parsed.GetValue(binary)!, parsed.GetValue(pairs), parsed.GetValue(seconds))));
        return command;
    }

    static Command FairnessCommand()
    {
        var command = new Command("fairness", "Tenants' shares of an lcore, simulated; what a decision costs.");
        command.SetAction(_ => FairnessRun.Run(FindRoot()));
        return command;
    }

    static Command OffloadsCommand()
    {
        var command = new Command("offloads", "Instructions that a device saves, of what it could do to packets.");
        command.SetAction(_ => OffloadBench.Run(FindRoot()));
        return command;
    }

    static Command StateCommand()
    {
        Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 25, Description = "In which all sides are timed." };
        Option<bool> isLong = new("--long") { Description = "8 M slots too." };
        var command = new Command("state", "The table of flows, beside rte_hash, its twin in C and a floor.") { rounds, isLong };
        command.SetAction(parsed => StateBench.Run(FindRoot(), parsed.GetValue(rounds), parsed.GetValue(isLong)));
        return command;
    }

    static Option<bool> Ci() => new("--ci") { Description = "Deterministic numbers only; exit 3 if one grew." };

    static Option<bool> Accept() => new("--accept") { Description = "Make today's deterministic numbers the baseline." };

    static Option<string> Baselines() => new("--baselines")
    {
        DefaultValueFactory = _ => Path.Combine(FindRoot(), "bench", "baselines"), Description = "The folder of baselines.",
    };

    static Option<int> Rounds() => new("--rounds") { DefaultValueFactory = _ => 100, Description = "Paired rounds." };

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return folder;
        }

        throw new InvalidOperationException("bench runs from a checkout of FastPaas");
    }
}
