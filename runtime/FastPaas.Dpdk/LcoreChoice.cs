using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FastPaas.Dpdk;

/// <summary>Which CPU runs what. Lcore ids are positions: 0 is the control core, workers follow.</summary>
public sealed record LcoreChoice(int ControlCpu, IReadOnlyList<int> WorkerCpus)
{
    /// <summary>Worker and control share one CPU: packets wait while the control plane runs.</summary>
    public bool IsShared => WorkerCpus.Contains(ControlCpu);

    /// <summary>The first allowed CPU is the control core, the last the worker.</summary>
    public static LcoreChoice Default(IReadOnlyList<int> allowed) => new(allowed[0], [allowed[^1]]);

    /// <summary>Reads <c>0,3</c> (control, then workers).</summary>
    /// <exception cref="FormatException">With the sentence for the user.</exception>
    public static LcoreChoice Parse(string list, IReadOnlyList<int> allowed)
    {
        string[] parts = list.Split(',');
        if (parts.Length != 2)
            throw new FormatException($"--lcores \"{list}\": write two CPUs, the control core and the worker, like " +
                $"0,{allowed[^1]}.");
        int[] cpus = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out cpus[i]))
                throw new FormatException($"--lcores \"{list}\": \"{parts[i]}\" is no CPU number.");
            if (!allowed.Contains(cpus[i]))
                throw new FormatException($"--lcores \"{list}\": this process may not run on CPU {cpus[i]} (it may on " +
                    $"{string.Join(", ", allowed)}).");
        }
        return new LcoreChoice(cpus[0], cpus[1..]);
    }

    /// <summary>EAL's <c>--lcores</c>: <c>0@0,1@3</c>.</summary>
    public string EalList => string.Join(',', WorkerCpus.Prepend(ControlCpu).Select((cpu, lcore) => $"{lcore}@{cpu}"));

    public string Describe() =>
        IsShared
            ? $"lcores: CPU {ControlCpu} runs the control plane and the data plane (only one is allowed or " +
                "was asked for), so packets wait for both"
            : $"lcores: CPU {string.Join(", ", WorkerCpus)} for packets, CPU {ControlCpu} for control";
}
