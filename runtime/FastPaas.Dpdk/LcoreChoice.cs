using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace FastPaas.Dpdk;

/// <summary>Which CPU runs what. Lcore ids are positions: 0 is the control core, workers follow. Lcores may share a CPU: then
/// packets wait while another of them runs.</summary>
public sealed record LcoreChoice(int ControlCpu, IReadOnlyList<int> WorkerCpus)
{
    /// <summary>The lcores of Debian's DPDK (RTE_MAX_LCORE), less the control core.</summary>
    public const int WorkersMax = 127;

    /// <summary>Places what the graph asks for. Without a list the last allowed CPUs work; the control core is the first that
    /// doesn't, and the first of all where every CPU works.</summary>
    /// <param name="workers">How many, where <paramref name="workerCpus"/> is empty.</param>
    /// <param name="controlCpu">Null: chosen.</param>
    /// <exception cref="FormatException">With the sentence for the user.</exception>
    public static LcoreChoice Place(int workers, IReadOnlyList<int> workerCpus, int? controlCpu, IReadOnlyList<int> allowed)
    {
        const string Where = "[lcores]";
        foreach (int cpu in controlCpu is { } one ? [.. workerCpus, one] : workerCpus) RequireAllowed(Where, cpu, allowed);
        if (workerCpus.Count == 0) workerCpus = LastOf(allowed, workers, controlCpu);
        int free = allowed.FindIndex(cpu => !Has(workerCpus, cpu));
        return new LcoreChoice(controlCpu ?? allowed[Math.Max(free, 0)], workerCpus);
    }

    /// <summary>Reads <c>0,3,5</c> (control, then workers).</summary>
    /// <exception cref="FormatException">With the sentence for the user.</exception>
    public static LcoreChoice Parse(string list, IReadOnlyList<int> allowed)
    {
        string where = $"--lcores \"{list}\"";
        string[] parts = list.Split(',');
        if (parts.Length < 2)
            throw new FormatException($"{where}: write the CPUs of the control core and of each worker, like 0,{allowed[^1]}.");
        if (parts.Length > 1 + WorkersMax)
            throw new FormatException($"{where}: {parts.Length - 1} workers are more than the {WorkersMax} that DPDK can start.");
        int[] cpus = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out cpus[i]))
                throw new FormatException($"{where}: \"{parts[i]}\" is no CPU number.");
            RequireAllowed(where, cpus[i], allowed);
        }
        return new LcoreChoice(cpus[0], cpus[1..]);
    }

    static int[] LastOf(IReadOnlyList<int> allowed, int workers, int? controlCpu)
    {
        List<int> free = allowed.FindAll(cpu => cpu != controlCpu);
        if (free.Count < workers) free = new List<int>(allowed);
        if (free.Count >= workers) return [.. free[^workers..]];
        throw new FormatException($"the graph wants {workers} workers, and this process may run on CPUs " +
            $"{string.Join(", ", allowed)} only; say who shares one by --lcores (0,1,1: control on 0, two workers on 1).");
    }

    static bool Has(IReadOnlyList<int> cpus, int wanted) => cpus.Exists(cpu => cpu == wanted);

    static void RequireAllowed(string where, int cpu, IReadOnlyList<int> allowed)
    {
        if (Has(allowed, cpu)) return;
        throw new FormatException($"{where}: this process may not run on CPU {cpu} (it may on {string.Join(", ", allowed)}).");
    }

    /// <summary>EAL's <c>--lcores</c>: <c>0@0,1@3</c>.</summary>
    public string EalList
    {
        get
        {
            var list = new StringBuilder($"0@{ControlCpu}");
            for (int worker = 0; worker < WorkerCpus.Count; worker++) list.Append($",{worker + 1}@{WorkerCpus[worker]}");
            return list.ToString();
        }
    }

    /// <summary>One sentence for the start of <c>run</c>.</summary>
    public string Describe()
    {
        string place = $"lcores: CPU {string.Join(", ", WorkerCpus)} for packets, CPU {ControlCpu} for control";
        if (Has(WorkerCpus, ControlCpu))
        {
            return WorkerCpus.Count == 1
                ? $"lcores: CPU {ControlCpu} runs the control plane and the data plane (only one is allowed or " +
                    "was asked for), so packets wait for both"
                : $"{place}; it runs both, so packets wait for both";
        }
        var seen = new HashSet<int>();
        var shared = new List<int>();
        foreach (int cpu in WorkerCpus)
            if (!seen.Add(cpu) && !shared.Contains(cpu)) shared.Add(cpu);
        return shared.Count == 0
            ? place
            : $"{place}; lcores take turns on CPU {string.Join(", ", shared)}, so packets wait while another runs";
    }
}
