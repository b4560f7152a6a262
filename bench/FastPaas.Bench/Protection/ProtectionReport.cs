using System;
using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace FastPaas.Bench.Protection;

/// <summary>Tables, for a terminal.</summary>
static class ProtectionReport
{
    const double Mebibyte = 1 << 20;

    public static void PrintCode(IReadOnlyList<ProtectionCode> code)
    {
        Console.WriteLine(
            $"{"",-15}{"by",-15}{"instructions a packet",23}{"confined",12}{"more",9}{"code bytes",14}{"confined",12}");
        foreach (ProtectionCode each in code.Where(each => each.Unit != ProtectionUnits.Empty))
        {
            Console.WriteLine(Invariant($"{each.Unit,-15}{each.Side,-15}{each.InstructionsPerPacketNone,23:0.00}")
                + Invariant($"{each.InstructionsPerPacket,12:0.00}{each.PercentMore,8:+0.0;-0.0}%")
                + Invariant($"{each.CodeBytesNone,14}{each.CodeBytes,12}"));
        }
        if (code.FirstOrDefault(each => each.Unit == ProtectionUnits.Empty) is { } call)
            Console.WriteLine(Invariant($"a call of a module: {call.InstructionsPerPacketNone:0} instructions; ")
                + Invariant($"through the gate: {call.InstructionsPerPacket:0}"));
    }

    public static void PrintRows(ProtectionResult result, IReadOnlyList<ProtectionRow> rows)
    {
        Console.WriteLine();
        int rounds = result.Samples![0].CyclesPerBurst.Count;
        Console.WriteLine(Invariant($"{rounds} paired rounds, TSC {result.TscHz / 1e9:0.00} GHz; ")
            + "confined: with the gate; % of the unprotected packets a second, 95% interval of the median");
        Console.WriteLine(
            $"{"",-15}{"by",-9}{"nodes",6}{"burst",7}{"cycles a packet",17}{"confined",10}{"ns a burst",12}{"confined",10}"
            + $"{"%",8}{"95%",17}");
        foreach (ProtectionRow row in rows.Where(row => row.Burst > 0))
        {
            Console.WriteLine(Invariant($"{row.Unit,-15}{row.Side,-9}{row.Nodes,6}{row.Burst,7}")
                + Invariant($"{row.None.Median / row.Burst,17:0.00}")
                + Invariant($"{row.Confined.Median / row.Burst,10:0.00}")
                + Invariant($"{Ns(result, row.None),12:0.0}{Ns(result, row.Confined),10:0.0}")
                + Invariant($"{row.Percent.Median,8:0.0}{$"{row.Percent.Low:0.0} .. {row.Percent.High:0.0}",17}"));
        }
    }

    public static void PrintCalls(ProtectionResult result, IReadOnlyList<ProtectionRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine("gs is set by " + (result.UsesWrgsbase ? "wrgsbase"
            : "arch_prctl, a system call, because this kernel lets no program use wrgsbase (AT_HWCAP2)"));
        foreach (ProtectionRow row in rows.Where(row => row.Burst == 0))
        {
            string what = row.Unit + (row.Nodes > 1 ? " between two instances" : " instance");
            Console.WriteLine(Invariant($"a call, {what,-38}direct {Ns(result, row.None),8:0.0} ns, ")
                + Invariant($"through the gate by {row.Side,-7} {Ns(result, row.Confined),8:0.0} ns"));
        }
        if (result.UsesWrgsbase) return;
        Console.WriteLine("every node of a chain is another instance, so by segment chains pay a system call a node and burst "
            + "here; run takes mask on such a machine, whose code needs no gs");
    }

    public static void PrintMemory(IReadOnlyList<ProtectionMemory> memory)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"{"instances",-15}{"reserved each",16}{"resident each",16}{"page tables each",18}{"mappings each",15}");
        foreach (ProtectionMemory each in memory)
        {
            Console.WriteLine(Invariant($"{each.Instances,-15}{each.ReservedBytes / Mebibyte / each.Instances,12:0.0} MiB")
                + Invariant($"{each.ResidentBytes / 1024.0 / each.Instances,12:0.0} KiB")
                + Invariant($"{each.PageTableBytes / 1024.0 / each.Instances,14:0.0} KiB")
                + Invariant($"{(double)each.Mappings / each.Instances,15:0.0}"));
        }
    }

    static double Ns(ProtectionResult result, Estimate cycles) => cycles.Median / result.TscHz * 1e9;
}
