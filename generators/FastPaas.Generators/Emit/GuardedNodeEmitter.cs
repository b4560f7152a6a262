using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>A node whose module is in C# and may fail: called behind a recovery point, by a method of its own. What it answers
/// isn't trusted: each lane goes to the first output that claims it, and what none claims is a fault.</summary>
sealed class GuardedNodeEmitter(PlanNames names, CodeWriter writer)
{
    /// <summary>The call, and where lanes go.</summary>
    public void Emit(ModuleNode node, LaneFlow flow)
    {
        string prefix = names.Of(node), lanes = names.To(node), instance = prefix + "Node";
        bool single = node.Outputs.Count == 1;
        writer.Line($"GuardedNode* {instance} = (GuardedNode*)nodes[{node.Id}];");
        string done = single ? $"ulong {prefix}Done = " : "";
        writer.Line($"{done}GuardedNode.Run(lcore, {instance}, {lanes}, &{MethodOf(node)});");
        if (single)
        {
            writer.Line($"ulong {names.Of(node, node.Outputs[0])} = {prefix}Done;");
            writer.Line($"ulong {prefix}Fault = {lanes} & ~{prefix}Done;");
            flow.RouteFault(prefix + "Fault");
            return;
        }

        if (node.Creates) EmitCreated(node, flow);
        writer.Line($"ulong {prefix}Unclaimed = {lanes}{(node.Creates ? $" | {prefix}Created" : "")};");
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            string output = names.Of(node, node.Outputs[i]);
            string from = !node.Creates ? "" : node.IsForCreated(node.Outputs[i]) ? $" & {prefix}Created" : $" & {lanes}";
            writer.Line($"ulong {output} = {instance}->Answers[{i}]{from} & {prefix}Unclaimed;");
            writer.Line($"{prefix}Unclaimed &= ~{output};");
        }

        flow.RouteFault(prefix + "Unclaimed");
    }

    /// <summary>What a call has created that failed goes where its packets go.</summary>
    void EmitCreated(ModuleNode node, LaneFlow flow)
    {
        string created = names.Of(node) + "Created";
        writer.Line($"ulong {created} = LaneMasks.First(lcore->Filled) & ~all;");
        writer.Line($"all |= {created};");
        flow.Count(node.CreatedCounter, created);
        flow.Add(node.CreatedCounter, "lcore->PoolEmpty");
        flow.Add(flow.Reserved("pool_empty").Counter, "lcore->PoolEmpty");
        writer.Line("lcore->PoolEmpty = 0;");
    }

    /// <summary>What the recovery point calls: <c>Process</c>, whose answers it keeps for whoever comes back.</summary>
    public void EmitMethod(ModuleNode node)
    {
        writer.Line();
        writer.Line($"/// <summary>Calls {node.Name}, behind its recovery point.</summary>");
        writer.Open($"static void {MethodOf(node)}(LcoreContext* lcore, GuardedNode* node, ulong lanes)");
        if (node.Module.Shape == ModuleShape.Packet) EmitPackets(node);
        else EmitProcess(node);
        writer.Close();
    }

    void EmitPackets(ModuleNode node)
    {
        string module = PlanNames.Module(node);
        writer.Open("for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))");
        writer.Line("nuint lane = LaneMasks.Lowest(rest);");
        writer.Line($"{module}.Process(new WritablePacket(lcore, lcore->Burst[lane], lane), in *({module}.State*)node->State);");
        writer.Close();
    }

    void EmitProcess(ModuleNode node)
    {
        string module = PlanNames.Module(node);
        string view = node.Creates ? "CreatingBurst(lcore, lanes, LaneMasks.Size(lanes))"
            : node.Module.Packet == PacketAccess.Write ? "WritableBurst(lcore, lanes)" : "Burst(lcore, lanes)";
        string outs = string.Join(", ", node.Outputs.Select((_, i) => $"out LaneMask output{i}"));
        writer.Line($"{module}.Process(");
        writer.Line($"    new {view}, new LaneMask(lanes), ref *({module}.State*)node->State,");
        writer.Line($"    {outs});");
        for (int i = 0; i < node.Outputs.Count; i++) writer.Line($"node->Answers[{i}] = output{i}.Bits;");
    }

    /// <summary>With the id: the build finds it by that.</summary>
    string MethodOf(ModuleNode node) => $"Call{node.Id}{Names.Pascal(names.Of(node))}";
}
