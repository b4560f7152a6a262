using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>One node, or several fused ones: from the mask of its lanes to those of its outputs.</summary>
sealed class NodeEmitter(
    PlanNames names, FieldUse use, LaneFlow flow, CodeWriter writer, TernaryRule? ternary,
    string againMethod, Layers ruleLayers, PacketWalk? first)
{
    public void Emit(PlanNode[][] walk)
    {
        if (walk[0][0] is ModuleNode { IsOfPackets: true }) EmitWalk(new PacketWalk(walk, names, writer));
        else EmitGroup(walk.Single());
    }

    void EmitGroup(PlanNode[] group)
    {
        Begin(group);
        if (group[0] is BranchNode branch) EmitBranch(branch);
        else if (group[0] is ModuleNode { Module.Language: ModuleLanguage.C } c) new CNodeEmitter(names, flow, writer).Emit(c);
        else if (group[0] is ModuleNode { IsGuarded: true } guarded) new GuardedNodeEmitter(names, writer).Emit(guarded, flow);
        else if (group[0] is ModuleNode { Creates: true } creating) EmitCreating(creating);
        else EmitBurst((ModuleNode)group[0]);
        if (group[0] is ModuleNode module) EmitDeviceWork(module);
        foreach (PlanNode node in group) Finish(node);
    }

    /// <summary>What is left to a device that can do it, and done here for the others.</summary>
    void EmitDeviceWork(ModuleNode node)
    {
        foreach (PlanOutput output in node.Outputs)
        {
            string lanes = Lanes(node, output);
            if (node.Module.Checksums.Contains(output.Name))
                writer.Line($"Checksums.OfUdp(lcore, {lanes}, {use.Device.ChecksumPorts(node, output)});");
            if (node.Module.Tags.Contains(output.Name))
                writer.Line($"Tags.Push(lcore, {lanes}, {DeviceWork.TagPorts(node, output)});");
        }

        if (node.Module.Tags.Count > 0) writer.Line("lcore->Tagged = 0;");
    }

    /// <summary>Where lanes go and what is counted is known before any is walked; the last statement is the loop.</summary>
    void EmitWalk(PacketWalk walk)
    {
        foreach (ModuleNode[] group in walk.Groups)
        {
            Begin(group);
            walk.DeclareStates(group);
            foreach (ModuleNode node in group)
            {
                writer.Line($"ulong {Lanes(node, node.Outputs[0])} = {names.To(node)};");
                Finish(node);
            }
        }

        walk.EmitLoop(first is not null && walk.Groups[0][0] == first.Groups[0][0]);
    }

    void Begin(PlanNode[] group)
    {
        writer.Line();
        foreach (PlanNode node in group) writer.Line(PlanNames.Comment(node));
        string[] stale = [.. group.Where(use.ReadsStale).Select(names.To)];
        if (stale.Length > 0) ParseAgain(string.Join(" | ", stale));
    }

    /// <summary>Which of the arrays' lanes have a layer, by the name of the variable that holds it.</summary>
    public static string HasLayer(string name) =>
        $"LaneCompare.HasLayer(headers->Layers, HeaderLayers.{name.Substring("has".Length)}, Lanes)";

    void ParseAgain(string lanes)
    {
        if (lanes.Contains(" ")) lanes = $"({lanes})";
        writer.Line($"{againMethod}(lcore, stale & {lanes});");
        writer.Line($"stale &= ~{lanes};");
        if (!use.Again.HasLayers) return;
        foreach (string name in RuleEmitter.LayerNames(ruleLayers)) writer.Line($"{name} = {HasLayer(name)};");
    }

    /// <summary>Counts, and sends the lanes of every output on.</summary>
    void Finish(PlanNode node)
    {
        flow.Count(node.InCounter, names.To(node));
        foreach (PlanOutput output in node.Outputs) flow.Count(output.Counter, Lanes(node, output));
        if (use.MakesStale(node)) writer.Line($"stale |= {names.To(node)};");
        if (use.CreatesStale(node)) writer.Line($"stale |= {names.Of(node)}Created;");
        foreach (PlanOutput output in node.Outputs.Where(output => !use.IsQueued(node, output)))
            flow.Route(output.Target, Lanes(node, output));
    }

    string Lanes(PlanNode node, PlanOutput output) => names.Of(node, output);

    void EmitBranch(BranchNode node)
    {
        if (node == ternary?.Node) EmitTernary(node);
        else if (BitSlices.Find(node) is { } slices) EmitSlices(node, slices);
        else EmitRules(node);
    }

    void EmitTernary(BranchNode node)
    {
        bool isFirst = node.Rules[0].When is not null;
        string lanes = names.To(node);
        for (int i = 0; i < node.Rules.Count; i++)
        {
            writer.Line($"ulong {Lanes(node, node.Outputs[i])} = {lanes} & {(i == 0 && isFirst ? "" : "~")}matches;");
        }
    }

    void EmitRules(BranchNode node)
    {
        string rest = names.To(node);
        int last = node.Rules.Count - 1;
        if (last > 1)
        {
            writer.Line($"ulong {names.Of(node)}Rest = {rest};");
            rest = names.Of(node) + "Rest";
        }

        for (int i = 0; i <= last; i++)
        {
            string lanes = Lanes(node, node.Outputs[i]);
            if (node.Rules[i].When is { } condition)
            {
                RuleEmitter.Declare(writer, lanes, rest, condition);
                if (last > 1) writer.Line($"{rest} ^= {lanes};");
            }
            else
            {
                writer.Line(last == 1 ? $"ulong {lanes} = {rest} ^ {Lanes(node, node.Outputs[0])};" : $"ulong {lanes} = {rest};");
            }
        }
    }

    void EmitSlices(BranchNode node, BitSlices slices)
    {
        string prefix = names.Of(node), array = FieldSet.Stored(slices.Field).ToString();
        for (int bit = 0; bit < slices.Width; bit++)
        {
            writer.Line($"ulong {prefix}Bit{bit} = LaneCompare.Bit(headers->{array}, {slices.Low + bit}, Lanes);");
        }

        string block = RuleEmitter.Range(slices.Field, slices.Block);
        string[] terms =
            [names.To(node), .. new[] { RuleEmitter.LayerMask(slices.Field), block }.Where(term => !string.IsNullOrEmpty(term))!];
        writer.Line($"ulong {prefix}Block = {string.Join(" & ", terms)};");
        string Code(int code) => string.Join(" & ", Enumerable.Range(0, slices.Width).Reverse()
            .Select(bit => ((code >> bit & 1) != 0 ? "" : "~") + $"{prefix}Bit{bit}"));

        for (int i = 0; i < slices.Codes.Count; i++)
        {
            writer.Line($"ulong {Lanes(node, node.Outputs[i])} = {prefix}Block & {Code(slices.Codes[i])};");
        }

        // What no rule takes: all outside the block and, in it, the codes that nobody asks for or else all but those asked for.
        int[] free = [.. Enumerable.Range(0, 1 << slices.Width).Except(slices.Codes)];
        string others = free.Length switch
        {
            0 => $"~{prefix}Block",
            1 => $"~({prefix}Block & ~({Code(free[0])}))",
            _ => $"~({string.Join(" | ", slices.Codes.Select((_, i) => Lanes(node, node.Outputs[i])))})",
        };
        writer.Line($"ulong {Lanes(node, node.Outputs[slices.Codes.Count])} = {names.To(node)} & {others};");
    }

    /// <summary>A module that takes the burst as a whole. What it answers is trusted only if the graph says so: else each lane
    /// goes to the first output that claims it, and what none claims is a fault. A module with one output has nothing to
    /// decide.</summary>
    void EmitBurst(ModuleNode node)
    {
        string prefix = names.Of(node), lanes = names.To(node), module = PlanNames.Module(node);
        bool single = node.Outputs.Count == 1;
        string[] verdicts = [.. node.Outputs.Select(output => Lanes(node, output) + "Verdict")];
        if (!single) writer.Line($"LaneMask {string.Join(" = default, ", verdicts)} = default;");
        bool guarded = node.Module.Packet != PacketAccess.None;
        if (guarded) writer.Open($"if ({lanes} != 0)");
        string view = node.Module.Packet == PacketAccess.Write ? "WritableBurst" : "Burst";
        string seen = node.Trusted ? "ulong.MaxValue" : lanes;
        writer.Line($"{module}.Process(");
        writer.Line($"    new {view}(lcore, {seen}), new LaneMask({lanes}), ref *({module}.State*)nodes[{node.Id}],");
        writer.Line($"    {string.Join(", ", verdicts.Select(verdict => single ? "out _" : "out " + verdict))});");
        if (guarded) writer.Close();
        if (single)
        {
            writer.Line($"ulong {Lanes(node, node.Outputs[0])} = {lanes};");
            return;
        }

        string unclaimed = lanes;
        for (int i = 0; i < verdicts.Length; i++)
        {
            string output = Lanes(node, node.Outputs[i]);
            writer.Line($"ulong {output} = {verdicts[i]}.Bits{(node.Trusted ? "" : $" & {unclaimed}")};");
            if (node.Trusted) continue;
            string rest = i == verdicts.Length - 1 ? prefix + "Fault" : prefix + "Unclaimed";
            writer.Line(i is 0 || i == verdicts.Length - 1 ? $"ulong {rest} = {unclaimed} & ~{output};"
                : $"{rest} &= ~{output};");
            unclaimed = rest;
        }

        if (!node.Trusted) flow.RouteFault(prefix + "Fault");
    }

    /// <summary>A module that creates packets: they fill lanes behind all others, and leave by outputs of their own. What it
    /// answers is never taken as it is, for the lanes of a burst suffice only if each packet creates one at most.</summary>
    void EmitCreating(ModuleNode node)
    {
        string prefix = names.Of(node), lanes = names.To(node), module = PlanNames.Module(node);
        string[] verdicts = [.. node.Outputs.Select(output => Lanes(node, output) + "Verdict")];
        writer.Line($"LaneMask {string.Join(" = default, ", verdicts)} = default;");
        writer.Open($"if ({lanes} != 0)");
        writer.Line($"{module}.Process(");
        writer.Line($"    new CreatingBurst(lcore, {lanes}, LaneMasks.Size({lanes})), new LaneMask({lanes}),");
        string outs = string.Join(", ", verdicts.Select(verdict => "out " + verdict));
        writer.Line($"    ref *({module}.State*)nodes[{node.Id}], {outs});");
        writer.Close();
        writer.Line($"ulong {prefix}Created = LaneMasks.First(lcore->Filled) & ~all;");
        writer.Line($"all |= {prefix}Created;");
        flow.Count(node.CreatedCounter, prefix + "Created");
        flow.Add(node.CreatedCounter, "lcore->PoolEmpty");
        flow.Add(flow.Reserved("pool_empty").Counter, "lcore->PoolEmpty");
        writer.Line("lcore->PoolEmpty = 0;");
        writer.Line($"ulong {prefix}Unclaimed = {lanes} | {prefix}Created;");
        for (int i = 0; i < verdicts.Length; i++)
        {
            string output = Lanes(node, node.Outputs[i]);
            string from = node.IsForCreated(node.Outputs[i]) ? prefix + "Created" : lanes;
            writer.Line($"ulong {output} = {verdicts[i]}.Bits & {from} & {prefix}Unclaimed;");
            writer.Line($"{prefix}Unclaimed &= ~{output};");
        }

        flow.RouteFault(prefix + "Unclaimed");
    }
}
