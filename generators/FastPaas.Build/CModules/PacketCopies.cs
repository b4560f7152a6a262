using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.CModules;

/// <summary>Where the host copies packets because a module is confined (docs/adr/0028), and what that costs: lines for the
/// report.</summary>
static class PacketCopies
{
    /// <summary>What one load and one store of a copy move (runtime/FastPaas.Abstractions/CModules/PacketCopy.cs).</summary>
    const int CopiedAtOnceBytes = 32;

    static readonly int[] frames = [64, 1_518];

    /// <param name="confined">Nodes whose modules are confined.</param>
    public static string Describe(IEnumerable<ModuleNode> confined)
    {
        ModuleNode[] copying = [.. confined.Where(node => node.Module.Packet != PacketAccess.None)];
        if (copying.Length == 0) return "";
        StringBuilder lines = new();
        foreach (ModuleNode node in copying)
        {
            bool writes = node.Module.Packet == PacketAccess.Write;
            lines.Append($"  copies        node {node.Name}: {node.Module.Name} gets a copy of each packet"
                + $"{(writes ? ", which is copied back" : "")}{Environment.NewLine}");
        }
        string costs = string.Join(", ", frames.Select(frame =>
            FormattableString.Invariant($"of {frame:N0} bytes {(frame + CopiedAtOnceBytes - 1) / CopiedAtOnceBytes}")));
        lines.Append($"  copies        loads and stores of {CopiedAtOnceBytes} bytes for a copy: {costs}{Environment.NewLine}");
        return lines.ToString();
    }
}
