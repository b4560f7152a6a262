using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The method of a stretch: parse, each node once on the union of the lanes that lead to it, drops, queues,
/// sends.</summary>
sealed class StretchEmitter
{
    readonly DispatchPlan plan;
    readonly Stretch stretch;
    readonly PlanNames names;
    readonly FieldUse use;
    readonly TernaryRule? ternary;
    /// <summary>A chain's tenant was selected by a VLAN.</summary>
    readonly bool isTagged;
    readonly IReadOnlyList<PlanNode[][]> walks;
    /// <summary>Modules called packet by packet that everything crosses first, unparsed: they run in the loop that checks the
    /// packets.</summary>
    readonly PacketWalk? first;
    /// <summary>Malformed packets are dropped here.</summary>
    readonly bool checks;
    readonly CodeWriter writer;
    readonly LaneFlow flow;
    readonly ParseEmitter parse;
    /// <summary>IPv6 addresses are read: IPv4 is parsed first, IPv6 in a loop behind it, on what the first has left. One loop for
    /// both costs IPv4 twice the instructions, more than the jump between them where they are mixed.</summary>
    readonly bool parsesIp6;

    public StretchEmitter(DispatchPlan plan, Stretch stretch, PlanNames names, CodeWriter writer)
    {
        this.plan = plan;
        this.stretch = stretch;
        this.names = names;
        this.writer = writer;
        use = FieldUse.Of(plan, stretch.Entry, endsAtQueues: plan.IsCut);
        isTagged = stretch.IsChain && plan.Nodes.First(node => node.SelectsTenant) is BranchNode selection
            && (FieldUse.LayersOf(selection) & Layers.Vlan) != 0;
        ternary = isTagged ? null : TernaryRule.Find(use);
        parsesIp6 = ternary is null && use.Entry.HasAny(FieldSet.Ip6Addresses);
        parse = new ParseEmitter(use.Entry, use.LayersRead(), rulesAlone: !use.Again.HasLayers
            && !use.Nodes.Any(node => node is ModuleNode && FieldUse.Reads(node).HasLayers), parsesIp6, isTagged);
        checks = !stretch.IsChain && FieldUse.Looks(plan);
        flow = new LaneFlow(plan, names, writer);
        walks = Fusion.Walks(use);
        bool isFirst = checks && use.Entry.IsEmpty && walks.Count > 0 && IsOfPackets(walks[0][0][0]);
        first = isFirst ? new PacketWalk(walks[0], names, writer) : null;
    }

    string FirstMethod => "Check" + stretch.Name;

    static bool IsOfPackets(PlanNode node) => node is ModuleNode { IsOfPackets: true };

    string ParseMethod => (ternary is null ? "Parse" : "Match") + stretch.Name;

    /// <summary>Parses the IPv6 packets of a burst.</summary>
    string Ip6Method => "ParseIp6Of" + stretch.Name;

    /// <summary>Parses what a node has written to. Not <c>ParseAgain</c>: a port may be called <c>again_a</c>.</summary>
    string AgainMethod => "Reparse" + stretch.Name;

    public void Emit()
    {
        writer.Line($"/// <summary>{stretch.Summary}</summary>");
        writer.Open($"static void {Stretch.RunMethod(stretch.Name)}(LcoreContext* lcore, nuint count)");
        if (!use.Entry.IsEmpty || use.Again.HasLayers) writer.Line("HeaderLanes* headers = lcore->Headers;");
        writer.Line("ulong* counters = lcore->Counters;");
        if (use.Nodes.Any(IsOfPackets)) writer.Line("Mbuf** burst = lcore->Burst;");
        if (use.Nodes.OfType<ModuleNode>().Any()) writer.Line("void** nodes = lcore->Nodes;");
        writer.Line("ulong all = LaneMasks.First(count);");
        if (use.Creates) writer.Line("lcore->Filled = count;");
        flow.Add(stretch.Counter, "count");
        if (checks || !use.Entry.IsEmpty) EmitAdmission();
        else DeclareNoLayers(RuleLayers());
        writer.Line();
        flow.Route(stretch.Entry, checks ? "all & ~malformed" : "all");
        NodeEmitter nodes = new(names, use, flow, writer, ternary, AgainMethod, RuleLayers(), first);
        if (use.Nodes.Any(node => use.MakesStale(node) || use.CreatesStale(node))) writer.Line("ulong stale = 0;");
        foreach (PlanNode[][] walk in walks) nodes.Emit(walk);
        Drop();
        Queue();
        Send();
        writer.Close();
        EmitParse();
        if (first is not null) EmitFirst(first);
        if (parsesIp6) EmitParseIp6();
        if (!use.Again.IsEmpty) EmitParseAgain();
    }

    /// <summary>The layers that rules ask for; modules look them up themselves.</summary>
    Layers RuleLayers() => use.Nodes.OfType<BranchNode>().Aggregate(Layers.None, (all, node) => all | FieldUse.LayersOf(node));

    /// <summary>Checks every packet of a port; parses what is read.</summary>
    void EmitAdmission()
    {
        writer.Line();
        if (stretch.IsChain && ternary is null)
        {
            EmitChainParse();
            return;
        }

        if (ternary is not null) writer.Line($"ulong matches = {ParseMethod}(lcore, count, out ulong odd);");
        else if (first is not null) writer.Line($"ulong odd = {FirstMethod}(lcore, count);");
        else if (use.Entry.IsEmpty) writer.Line("ulong odd = Admission.FindOdd(lcore->Burst, count);");
        else writer.Line($"ulong odd = {ParseMethod}(lcore, count);");
        EmitOdd();
    }

    void EmitChainParse()
    {
        string call = $"{ParseMethod}(lcore, count);";
        writer.Line(parse.PlainIsIp4 ? "ulong odd = " + call : call);
        if (parse.PlainIsIp4) writer.Line($"ulong hasIp4 = {NodeEmitter.HasLayer("hasIp4")} & odd | ~odd;");
        else DeclareRuleLayers();
    }

    /// <summary>The loop over the burst has a method of its own: its few variables then have registers of their own.</summary>
    void EmitParse()
    {
        if (use.Entry.IsEmpty) return;
        writer.Line();
        writer.Line(
            $"/// <summary>Parses {FieldNames(use.Entry)}. What isn't plain is odd, and left to the exact parser.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        string odd = ternary is null ? "" : ", out ulong oddLanes";
        writer.Open($"static ulong {ParseMethod}(LcoreContext* lcore, nuint count{odd})");
        writer.Line("Mbuf** burst = lcore->Burst;");
        if (ternary is null)
        {
            writer.Line("HeaderLanes* headers = lcore->Headers;");
        }
        else
        {
            writer.Line($"Vector256<byte> pattern = {TernaryRule.Vector(ternary.Pattern)};");
            writer.Line($"Vector256<byte> mask = {TernaryRule.Vector(ternary.Mask)};");
            writer.Line("ulong matches = 0;");
        }

        writer.Line("ulong odd = 0;");
        writer.Open("for (nuint lane = 0; lane < count; lane++)");
        writer.Line("Mbuf* mbuf = burst[lane];");
        writer.Open($"if (mbuf->DataLength >= {ternary?.BytesMin ?? parse.BytesMin} && mbuf->Segments == 1)");
        if (ternary is null) parse.Emit(writer);
        else EmitTernary();
        writer.Close();
        writer.Line();
        writer.Line("odd |= 1ul << (int)lane;");
        writer.Close();
        writer.Line();
        if (ternary is not null) writer.Line("oddLanes = odd;");
        else if (stretch.IsChain) EmitOddOfChain();
        writer.Line(ternary is null ? "return odd;" : "return matches;");
        writer.Close();
    }

    /// <summary>None is malformed: nothing follows for them in the chain's own method.</summary>
    void EmitOddOfChain()
    {
        if (!parsesIp6)
        {
            writer.Line("if (odd != 0) Admission.Parse(lcore, odd);");
            return;
        }

        writer.Open("if (odd != 0)");
        writer.Line($"odd = {Ip6Method}(lcore, odd);");
        writer.Line("Admission.Parse(lcore, odd);");
        writer.Close();
        writer.Line();
    }

    void EmitFirst(PacketWalk walk)
    {
        string[] nodes = [.. walk.Groups.Select(group => group[0].Name)];
        string what = nodes.Length == 1 ? nodes[0] : $"{nodes[0]} to {nodes[nodes.Length - 1]}";
        writer.Line();
        writer.Line($"/// <summary>{what} on every packet that is in one segment; the others are odd.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open($"static ulong {FirstMethod}(LcoreContext* lcore, nuint count)");
        writer.Line("Mbuf** burst = lcore->Burst;");
        writer.Line("void** nodes = lcore->Nodes;");
        foreach (ModuleNode[] group in walk.Groups) walk.DeclareStates(group);
        writer.Line("ulong odd = 0;");
        writer.Open("for (nuint lane = 0; lane < count; lane++)");
        writer.Line("Mbuf* mbuf = burst[lane];");
        writer.Open("if (mbuf->DataLength >= 14 && mbuf->Segments == 1)");
        walk.EmitCalls("mbuf");
        writer.Line("continue;");
        writer.Close();
        writer.Line();
        writer.Line("odd |= 1ul << (int)lane;");
        writer.Close();
        writer.Line();
        writer.Line("return odd;");
        writer.Close();
    }

    void EmitTernary()
    {
        writer.Line("byte* data = mbuf->Data;");
        string at = ternary!.At == 0 ? "data" : $"data + {ternary.At}";
        writer.Line($"Vector256<byte> head = Vector256.Load({at});");
        string type = ternary.At == 12 ? "head.GetLower()" : "data + 14";
        string? condition = ternary.IsIp ? $"PlainHeaders.IsPlainIp4({type}, {ternary.TotalBytesMin})"
            : ternary.ReadsType ? "!PlainHeaders.IsTag(data + 12)" : null;
        if (condition is not null) writer.Open($"if ({condition})");
        writer.Line("matches |= PlainHeaders.Matches(head, pattern, mask) << (int)lane;");
        writer.Line("continue;");
        if (condition is not null) writer.Close();
    }

    static string FieldNames(FieldSet fields) =>
        string.Join(", ", fields.Fields().Select(field => HeaderFieldInfo.Of(field).Name));

    /// <summary>Out of line: packets that aren't plain, and malformed ones.</summary>
    void EmitOdd()
    {
        if (checks) writer.Line("ulong malformed = 0;");
        if (ternary is not null)
        {
            writer.Open("if (odd != 0)");
            EmitExact();
            DeclareLayers(RuleLayers());
            RuleEmitter.Join(writer, "matches", "odd", ternary.Node.Rules.First(rule => rule.When is not null).When!);
            writer.Close();
            return;
        }

        if (parse.PlainIsIp4) writer.Line("ulong hasIp4 = all;");
        writer.Open("if (odd != 0)");
        if (parsesIp6) writer.Line($"odd = {Ip6Method}(lcore, odd);");
        EmitExact();
        if (parse.PlainIsIp4) writer.Line($"hasIp4 = {NodeEmitter.HasLayer("hasIp4")} & odd | ~odd;");
        writer.Close();
        if (!parse.PlainIsIp4) DeclareRuleLayers();
    }

    void DeclareRuleLayers()
    {
        if (use.Entry.HasLayers) DeclareLayers(RuleLayers());
        else DeclareNoLayers(RuleLayers());
    }

    /// <summary>A chain's packets were checked by the port that they came from.</summary>
    void EmitExact()
    {
        if (!checks)
        {
            writer.Line("Admission.Parse(lcore, odd);");
            return;
        }

        string check = use.Entry.IsEmpty ? "Check" : "CheckAndParse";
        writer.Line($"malformed = odd & ~Admission.{check}(lcore, odd);");
        flow.Count(flow.Reserved("malformed").Counter, "malformed");
    }

    void DeclareLayers(Layers layers)
    {
        foreach (string name in RuleEmitter.LayerNames(layers)) writer.Line($"ulong {name} = {NodeEmitter.HasLayer(name)};");
    }

    /// <summary>Rules read only what a node before them makes.</summary>
    void DeclareNoLayers(Layers layers)
    {
        foreach (string name in RuleEmitter.LayerNames(layers)) writer.Line($"ulong {name} = 0;");
    }

    void Drop()
    {
        List<string> dropped = [];
        if (checks) dropped.Add("malformed");
        foreach (PlanDropReason reason in plan.DropReasons)
        {
            string name = names.ToDrop(reason.Id);
            if (flow.IsDeclared(name)) dropped.Add(name);
        }

        if (dropped.Count == 0) return;
        writer.Line();
        foreach (PlanDropReason reason in plan.DropReasons)
        {
            string name = names.ToDrop(reason.Id);
            if (flow.IsDeclared(name)) flow.Count(reason.Counter, name);
        }

        string lanes = string.Join(" | ", dropped);
        if (dropped.Count > 1)
        {
            writer.Line($"ulong dropped = {lanes};");
            lanes = "dropped";
        }

        writer.Line($"if ({lanes} != 0) Transmit.Drop(lcore, {lanes});");
    }

    /// <summary>What waits for its tenant's turn.</summary>
    void Queue()
    {
        if (use.Nodes.Find(node => node.SelectsTenant) is not { } tenants) return;
        foreach (PlanTenant tenant in plan.Tenants)
        {
            PlanOutput output = tenants.Outputs.First(output => output.Name == tenant.Name);
            if (!use.IsQueued(tenants, output)) continue;
            writer.Line();
            writer.Line($"// {tenant.Position.File}:{tenant.Position.Line}  tenant {tenant.Name}");
            string lanes = names.Of(tenants, output);
            string slots = $"{tenant.BacklogCounter}, {flow.Reserved("tenant_backlog").Counter}";
            writer.Line($"if ({lanes} != 0) TenantQueue.Add(lcore, {tenant.Id}, {lanes}, {slots});");
        }
    }

    void Send()
    {
        if (use.Creates)
        {
            writer.Line();
            writer.Line("count = lcore->Filled;");
        }

        foreach (PlanPort to in plan.Ports)
        {
            string name = names.ToPort(to.Id);
            if (!flow.IsDeclared(name)) continue;
            writer.Line();
            writer.Line($"// {to.Position.File}:{to.Position.Line}  port {to.Name}");
            string slots = $"{to.SentCounter}, {flow.Reserved("tx_full").Counter}";
            writer.Line($"if ({name} == all) Transmit.All(lcore, {to.Id}, count, {slots});");
            writer.Line($"else Transmit.Some(lcore, {to.Id}, {name}, {slots});");
        }
    }

    void EmitParseIp6()
    {
        writer.Line();
        writer.Line("/// <summary>The same for plain IPv6; returns what is still odd.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open($"static ulong {Ip6Method}(LcoreContext* lcore, ulong lanes)");
        ParseEmitter both = new(use.Entry, use.LayersRead(), expectsTags: isTagged);
        EmitParseLanes(both, $"mbuf->DataLength >= {both.BytesMin} && mbuf->Segments == 1");
        writer.Line("return odd;");
        writer.Close();
    }

    void EmitParseAgain()
    {
        ParseEmitter again = new(use.Again, use.LayersRead(), expectsTags: isTagged);
        writer.Line();
        writer.Line($"/// <summary>Parses {FieldNames(use.Again)} again, where a node may have written to them.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open($"static void {AgainMethod}(LcoreContext* lcore, ulong lanes)");
        EmitParseLanes(again, $"mbuf->DataLength >= {again.BytesMin}");
        writer.Line("if (odd != 0) Admission.Parse(lcore, odd);");
        writer.Close();
    }

    void EmitParseLanes(ParseEmitter parser, string condition)
    {
        writer.Line("Mbuf** burst = lcore->Burst;");
        writer.Line("HeaderLanes* headers = lcore->Headers;");
        writer.Line("ulong odd = 0;");
        writer.Open("for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))");
        writer.Line("nuint lane = LaneMasks.Lowest(rest);");
        writer.Line("Mbuf* mbuf = burst[lane];");
        writer.Open($"if ({condition})");
        parser.Emit(writer);
        writer.Close();
        writer.Line();
        writer.Line("odd |= 1ul << (int)lane;");
        writer.Close();
        writer.Line();
    }
}
