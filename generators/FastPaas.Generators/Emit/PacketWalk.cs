using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>Nodes of <c>shape = "packet"</c> that run in one loop over their lanes. Each group is nodes of one module: which of
/// them a lane is at decides whose state the call gets.</summary>
sealed class PacketWalk
{
    readonly PlanNames names;
    readonly CodeWriter writer;

    public PacketWalk(PlanNode[][] groups, PlanNames names, CodeWriter writer)
    {
        this.names = names;
        this.writer = writer;
        Groups = [.. groups.Select(group => group.Cast<ModuleNode>().ToArray())];
    }

    /// <summary>In the order in which a packet crosses them.</summary>
    public IReadOnlyList<ModuleNode[]> Groups { get; }

    /// <summary>The state of a group, or those of its members side by side, and the bits of a lane's index among them as
    /// masks.</summary>
    public void DeclareStates(ModuleNode[] group)
    {
        string prefix = names.Of(group[0]);
        if (HasOneState(group))
        {
            writer.Line($"{StateOf(group)}* {prefix}State = ({StateOf(group)}*)nodes[{group[0].Id}];");
            return;
        }

        int before = Groups.TakeWhile(other => other != group).Sum(other => other.Length);
        writer.Line($"void** {prefix}States = lcore->Headers->States{(before == 0 ? "" : $" + {before}")};");
        for (int i = 0; i < group.Length; i++) writer.Line($"{prefix}States[{i}] = nodes[{group[i].Id}];");
        for (int bit = 0; 1 << bit < group.Length; bit++)
        {
            IEnumerable<string> members = group.Where((_, i) => (i >> bit & 1) != 0).Select(names.To);
            writer.Line($"ulong {prefix}Index{bit} = {string.Join(" | ", members)};");
        }
    }

    /// <param name="oddOnly">The checking loop has run it on all lanes but the odd ones.</param>
    public void EmitLoop(bool oddOnly)
    {
        string lanes = string.Join(" | ", Groups[0].Select(names.To));
        if (oddOnly) lanes += " & odd";
        writer.Open($"for (ulong rest = {lanes}; rest != 0; rest = LaneMasks.WithoutLowest(rest))");
        writer.Line("nuint lane = LaneMasks.Lowest(rest);");
        EmitCalls("burst[lane]");
        writer.Close();
    }

    /// <summary>The calls of all for one packet.</summary>
    public void EmitCalls(string mbuf)
    {
        writer.Line($"WritablePacket packet = new(lcore, {mbuf}, lane);");
        foreach (ModuleNode[] group in Groups)
        {
            if (Groups.Count > 1)
            {
                foreach (ModuleNode node in group) writer.Line(PlanNames.Comment(node));
            }

            string prefix = names.Of(group[0]);
            string state = HasOneState(group) ? $"*{prefix}State" : $"*({StateOf(group)}*){prefix}States[{Index(group, prefix)}]";
            writer.Line($"{PlanNames.Module(group[0])}.Process(packet, in {state});");
        }
    }

    static string StateOf(ModuleNode[] group) => PlanNames.Module(group[0]) + ".State";

    /// <summary>Nodes without configuration differ in nothing.</summary>
    static bool HasOneState(ModuleNode[] group) => group.Length == 1 || group[0].Module.Config.Count == 0;

    static string Index(ModuleNode[] group, string prefix)
    {
        List<string> bits = [];
        for (int bit = 0; 1 << bit < group.Length; bit++)
        {
            string one = $"({prefix}Index{bit} >> (int)lane & 1)";
            bits.Add(bit == 0 ? one : $"{one} << {bit.ToString(CultureInfo.InvariantCulture)}");
        }

        return "(nuint)(" + string.Join(" | ", bits) + ")";
    }
}
