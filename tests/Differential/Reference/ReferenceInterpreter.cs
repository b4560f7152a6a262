using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Reference;

/// <summary>What one burst came to.</summary>
/// <param name="Sent">By port id: the frames that its device took, in order.</param>
sealed record BurstOutcome(IReadOnlyList<IReadOnlyList<byte[]>> Sent);

/// <summary>The reference meaning of a graph (graphs/SCHEMA.md): a validated plan, interpreted packet by packet on byte arrays.
/// It shares no parser, mask or module code with the generator and its library, and nobody has tried to make it fast.</summary>
sealed class ReferenceInterpreter
{
    readonly DispatchPlan plan;
    readonly bool looks;
    /// <summary>By tenant: packets that wait for its turn.</summary>
    readonly List<ReferencePacket>[] queues;
    int copiesLeft;
    readonly Dictionary<int, ReferenceModule> modules = [];

    public ReferenceInterpreter(DispatchPlan plan)
    {
        this.plan = plan;
        looks = plan.Nodes.Any(LooksAtPackets);
        foreach (ModuleNode node in plan.Nodes.OfType<ModuleNode>()) modules.Add(node.Id, ReferenceModule.Create(node));
        Counters = new ulong[plan.Counters.Count];
        queues = plan.Tenants.Select(_ => new List<ReferencePacket>()).ToArray();
    }

    /// <summary>By slot of the plan. The ports' bytes stay 0: whoever owns a device writes those, no entry may.</summary>
    public ulong[] Counters { get; }

    static bool LooksAtPackets(PlanNode node) => node switch
    {
        BranchNode branch => branch.Rules.Any(rule => rule.When != null),
        ModuleNode module => module.Module.Packet != PacketAccess.None,
        _ => throw new InvalidOperationException($"The reference knows no {node.GetType().Name}."),
    };

    /// <summary>The clock of the bursts to come.</summary>
    public ulong NowCycles
    {
        set
        {
            foreach (ReferenceModule module in modules.Values) module.NowCycles = value;
        }
    }

    /// <param name="port">Where the burst was received.</param>
    /// <param name="copiesMax">Buffers that the pool has for copies.</param>
    /// <param name="taken">By port id: how many of the offered frames its device takes; asked whenever some are.</param>
    public BurstOutcome Run(int port, IReadOnlyList<Frame> burst, Func<int, int, int> taken, int copiesMax = HeaderLanes.Lanes)
    {
        copiesLeft = copiesMax;
        foreach (List<ReferencePacket> queue in queues) queue.Clear();
        List<byte[]>[] sent = plan.Ports.Select(_ => new List<byte[]>()).ToArray();
        PlanPort entry = plan.Ports[port];
        Counters[entry.ReceivedCounter] += (ulong)burst.Count;

        List<ReferencePacket> packets = burst.Select(frame => new ReferencePacket(frame)).ToList();
        List<PlanTarget?> whereabouts = Enumerable.Repeat(entry.Entry, burst.Count).ToList();
        for (int lane = 0; lane < burst.Count; lane++)
        {
            if (looks && !packets[lane].Admit()) Drop(whereabouts, lane, ReasonOf("malformed"));
        }

        Run(packets, whereabouts, taken, sent);
        foreach (PlanTenant tenant in plan.Tenants)
        {
            if (plan.IsCut) Counters[tenant.PacketsCounter] += (ulong)queues[tenant.Id].Count;
            foreach (ReferencePacket[] turn in queues[tenant.Id].Chunk(plan.BurstSize))
                Run([.. turn], Enumerable.Repeat<PlanTarget?>(plan.ChainOf(tenant), turn.Length).ToList(), taken, sent);
        }

        return new(sent);
    }

    /// <summary>From where packets are to the ends, or to their tenants' queues.</summary>
    void Run(
        List<ReferencePacket> packets, List<PlanTarget?> whereabouts, Func<int, int, int> taken, List<byte[]>[] sent)
    {
        foreach (PlanNode node in plan.Nodes) RunNode(node, packets, whereabouts);
        Send(packets, whereabouts, taken, sent);
    }

    void RunNode(PlanNode node, List<ReferencePacket> packets, List<PlanTarget?> whereabouts)
    {
        int[] lanes = Enumerable.Range(0, packets.Count)
            .Where(lane => whereabouts[lane] is NodeTarget at && at.NodeId == node.Id).ToArray();
        Counters[node.InCounter] += (ulong)lanes.Length;
        foreach (int lane in lanes)
        {
            int output = node switch
            {
                BranchNode branch => FirstMatch(branch, packets[lane].Bytes),
                _ => modules[node.Id].Process(packets[lane]),
            };
            PlanOutput taken = node.Outputs[output];
            Counters[taken.Counter]++;
            whereabouts[lane] = taken.Target;
            if (taken.Target is DropTarget drop) Drop(whereabouts, lane, drop.ReasonId);
            else if (plan.Tenants.Count > 1 && node.Name == "tenants") Wait(packets, whereabouts, lane, output);
            if (node is ModuleNode { Creates: true } creating && modules[node.Id].Copies)
                Create(creating, packets, whereabouts, lane);
        }
    }

    /// <summary>For the tenant's turn. Its queue holds more than one burst can bring.</summary>
    void Wait(List<ReferencePacket> packets, List<PlanTarget?> whereabouts, int lane, int tenant)
    {
        queues[tenant].Add(packets[lane]);
        whereabouts[lane] = null;
    }

    /// <summary>A copy follows all lanes that there are.</summary>
    void Create(ModuleNode node, List<ReferencePacket> packets, List<PlanTarget?> whereabouts, int lane)
    {
        Counters[node.CreatedCounter]++;
        if (copiesLeft == 0)
        {
            Counters[plan.DropReasons[ReasonOf("pool_empty")].Counter]++;
            return;
        }

        copiesLeft--;
        (int bytesMax, int output) = modules[node.Id].Copy;
        byte[] bytes = packets[lane].Bytes[..Math.Min(bytesMax, packets[lane].Bytes.Length)];
        packets.Add(new ReferencePacket(Frame.Whole(bytes, "copy")));
        whereabouts.Add(node.Outputs[output].Target);
        Counters[node.Outputs[output].Counter]++;
        if (node.Outputs[output].Target is DropTarget drop) Drop(whereabouts, packets.Count - 1, drop.ReasonId);
    }

    static int FirstMatch(BranchNode branch, byte[] packet)
    {
        ReferenceHeaders? headers = branch.Rules[0].When == null ? null : ReferenceHeaders.Parse(packet);
        for (int rule = 0; rule < branch.Rules.Count; rule++)
        {
            if (branch.Rules[rule].When is not { } when || ReferenceExpression.Holds(when, headers!)) return rule;
        }

        throw new InvalidOperationException($"{branch.Name}: the last rule has a condition.");
    }

    void Send(
        List<ReferencePacket> packets, List<PlanTarget?> whereabouts, Func<int, int, int> taken, List<byte[]>[] sent)
    {
        foreach (PlanPort port in plan.Ports)
        {
            byte[][] offered = Enumerable.Range(0, packets.Count)
                .Where(lane => whereabouts[lane] is PortTarget to && to.PortId == port.Id)
                .Select(lane => packets[lane].Bytes).ToArray();
            int count = offered.Length == 0 ? 0 : taken(port.Id, offered.Length);
            sent[port.Id].AddRange(offered[..count]);
            Counters[port.SentCounter] += (ulong)count;
            Counters[plan.DropReasons[ReasonOf("tx_full")].Counter] += (ulong)(offered.Length - count);
        }
    }

    void Drop(List<PlanTarget?> whereabouts, int lane, int reason)
    {
        Counters[plan.DropReasons[reason].Counter]++;
        whereabouts[lane] = null;
    }

    int ReasonOf(string name) => plan.DropReasons.Single(reason => reason.Name == name).Id;
}
