using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State
    {
        public NativeArray<uint> Sorted;
    }

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
        List<uint> values = [.. config.Values.Distinct().OrderBy(value => value)];
        if (values.Count == 0) throw new ModuleConfigurationException($"values is empty: {values.Count}");
        state.Sorted = heap.Allocate<uint>(values.Count);
        for (int i = 0; i < values.Count; i++) state.Sorted[i] = values[i];
        uint[] copy = [.. values];
        Array.Sort(copy, static (left, right) => left.CompareTo(right));
        foreach (uint value in copy) Math.Clamp(value, 1u, 2u);
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = lanes;
    }
}
