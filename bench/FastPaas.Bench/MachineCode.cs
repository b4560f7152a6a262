using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Iced.Intel;

namespace FastPaas.Bench;

/// <summary>What the compiler made of a graph's entry functions.</summary>
/// <param name="CodeBytes">Of the entry functions themselves and of calls behind recovery points, without what they call out of
/// line.</param>
sealed record MachineCode(int CodeBytes, int ConditionalJumps, int Calls)
{
    /// <param name="binary">Stripped executable.</param>
    /// <param name="symbols">The file of symbols beside it.</param>
    /// <param name="className">The generated class: <c>GraphBranchMerge</c>.</param>
    public static MachineCode Of(Elf binary, Elf symbols, string className)
    {
        int bytes = 0, jumps = 0, calls = 0;
        Regex wanted = new($@"_Generated_{className}__(Run|Call\d)");
        var entries = symbols.Symbols().Where(symbol => symbol.Size > 0 && wanted.IsMatch(symbol.Name));
        foreach (ElfSymbol entry in entries.DistinctBy(symbol => symbol.Address))
        {
            foreach (Instruction instruction in Decode(binary.Code(entry.Address, entry.Size), entry.Address))
            {
                if (instruction.FlowControl == FlowControl.ConditionalBranch) jumps++;
                if (instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall) calls++;
            }

            bytes += entry.Size;
        }

        return new(bytes, jumps, calls);
    }

    static IEnumerable<Instruction> Decode(byte[] code, ulong address)
    {
        Decoder decoder = Decoder.Create(64, code, address);
        while (decoder.IP < address + (ulong)code.Length) yield return decoder.Decode();
    }
}
