using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench.Faults;

/// <summary>A call through the gate that ends in a trap of this kind; <c>none</c>: one that returns.</summary>
sealed record FaultCost(string Kind, double MedianUs, double P99Us)
{
    const int Calls = 10_000;

    public const string None = "none";

    /// <summary>Compiles bench/faults/native and runs it.</summary>
    public static IReadOnlyList<FaultCost> Measure(string root)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "bench", "faults")).FullName;
        string gate = Path.Combine(root, "native", "module"), program = Path.Combine(folder, "cost");
        Programs.Output("clang-19",
        [
            "-std=gnu11", "-O3", "-march=x86-64-v3", "-Wall", "-Wextra", "-Werror", "-iquote", gate,
            Path.Combine(root, "bench", "faults", "native", "cost.c"), Path.Combine(gate, "gate.S"),
            Path.Combine(gate, "fault.c"), Path.Combine(gate, "checks.c"), "-o", program,
        ]);
        CostOutput output = JsonSerializer.Deserialize<CostOutput>(Programs.Output(program, [$"{Calls}"]), Json.Options)!;
        return [.. output.Calls.Select(calls => new FaultCost(
            calls.Kind, 1e6 * At(calls.Cycles, 0.5) / output.TscHz, 1e6 * At(calls.Cycles, 0.99) / output.TscHz))];
    }

    static double At(IReadOnlyList<double> cycles, double share) => cycles.Order().ElementAt((int)(share * cycles.Count));

    /// <summary>What the program prints.</summary>
    sealed record CostOutput(double TscHz, IReadOnlyList<CostCalls> Calls);

    sealed record CostCalls(string Kind, IReadOnlyList<double> Cycles);
}
