using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>A node whose module is in C: gathered, called once, its verdicts spread over the lanes again. What it answers is
/// never trusted: a verdict that no output has is a fault, a packet whose length it broke is dropped.</summary>
sealed class CNodeEmitter(PlanNames names, LaneFlow flow, CodeWriter writer)
{
    public void Emit(ModuleNode node)
    {
        string prefix = names.Of(node), lanes = names.To(node), instance = prefix + "Node", bad = prefix + "BadLength";
        bool resizes = node.Module.Resizes, single = node.Outputs.Count == 1;
        string run = resizes ? "CNode.RunResizing" : node.Module.Packet == PacketAccess.None ? "CNode.RunUnseen" : "CNode.Run";
        string done = single ? $"ulong {prefix}Done = " : "";
        writer.Line($"CNode* {instance} = (CNode*)nodes[{node.Id}];");
        writer.Line($"{done}{run}(lcore, {instance}, {lanes}{(resizes ? $", out ulong {bad}" : "")});");
        if (resizes) flow.RouteBadLength(bad);
        string notBad = resizes ? $" & ~{bad}" : "";
        string[] outputs = [.. node.Outputs.Select(output => names.Of(node, output))];
        if (single) writer.Line($"ulong {outputs[0]} = {prefix}Done{notBad};");
        for (int i = 0; i < outputs.Length && !single; i++)
            writer.Line($"ulong {outputs[i]} = CNode.Output({instance}, {lanes}, {i}){notBad};");
        string fault = single ? $"{lanes} & ~{prefix}Done" : $"{lanes}{notBad} & ~({string.Join(" | ", outputs)})";
        writer.Line($"ulong {prefix}Fault = {fault};");
        flow.RouteFault(prefix + "Fault");
    }
}
