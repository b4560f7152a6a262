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
        bool resizes = node.Module.Resizes;
        string run = resizes ? $"ulong {bad} = CNode.RunResizing"
            : node.Module.Packet == PacketAccess.None ? "CNode.RunUnseen" : "CNode.Run";
        writer.Line($"CNode* {instance} = (CNode*)nodes[{node.Id}];");
        writer.Line($"{run}(lcore, {instance}, {lanes});");
        if (resizes) flow.RouteBadLength(bad);
        string kept = resizes ? $"{lanes} & ~{bad}" : lanes;
        string[] outputs = [.. node.Outputs.Select(output => names.Of(node, output))];
        if (outputs.Length == 1)
        {
            writer.Line($"ulong {outputs[0]} = {kept};");
            return;
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            writer.Line($"ulong {outputs[i]} = CNode.Output({instance}, {lanes}, {i}){(resizes ? $" & ~{bad}" : "")};");
        }

        writer.Line($"ulong {prefix}Fault = {kept} & ~({string.Join(" | ", outputs)});");
        flow.RouteFault(prefix + "Fault");
    }
}
