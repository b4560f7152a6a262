using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>Which header fields the nodes behind one port read, and from which version of the header: the one that came in, or
/// one that a node has written to.</summary>
sealed class FieldUse
{
    readonly DispatchPlan plan;
    readonly bool endsAtQueues;
    readonly Dictionary<int, FieldSet> clean = [], dirty = [];

    FieldUse(DispatchPlan plan, bool endsAtQueues)
    {
        this.plan = plan;
        this.endsAtQueues = endsAtQueues;
        Device = new DeviceWork(plan);
    }

    public DeviceWork Device { get; }

    /// <summary>The nodes that the port's packets can reach, in the plan's order.</summary>
    public List<PlanNode> Nodes { get; } = [];

    /// <summary>Parsed on entry.</summary>
    public FieldSet Entry { get; private set; }

    /// <summary>Parsed again, for the lanes that a node wrote to, before the next node that reads.</summary>
    public FieldSet Again { get; private set; }

    /// <param name="endsAtQueues">What waits for its tenant's turn goes no further here.</param>
    public static FieldUse Of(DispatchPlan plan, PlanTarget entry, bool endsAtQueues)
    {
        FieldUse use = new(plan, endsAtQueues);
        use.Flow(entry, FieldSet.All, FieldSet.Empty);
        foreach (PlanNode node in plan.Nodes)
        {
            if (!use.clean.TryGetValue(node.Id, out FieldSet fresh)) continue;
            FieldSet reads = Reads(node), stale = use.dirty[node.Id], written = Writes(node).Invalidated();
            use.Nodes.Add(node);
            use.Entry |= reads & fresh;
            use.Again |= reads & stale;
            foreach (PlanOutput output in node.Outputs.Where(output => !use.IsQueued(node, output)))
            {
                // A created packet has a lane that nothing was parsed for.
                if (node is ModuleNode module && module.IsForCreated(output)) use.Flow(output.Target, default, FieldSet.All);
                else use.Flow(output.Target, fresh - written, stale | written);
            }
        }

        return use;
    }

    /// <summary>Whether packets that leave by an output wait for their tenant's turn.</summary>
    public bool IsQueued(PlanNode node, PlanOutput output) => endsAtQueues && plan.IsQueued(node, output);

    /// <summary>The nodes that a node leads to, without a queue between them.</summary>
    public IEnumerable<NodeTarget> Next(PlanNode node) =>
        node.Outputs.Where(output => !IsQueued(node, output)).Select(output => output.Target).OfType<NodeTarget>();

    void Flow(PlanTarget target, FieldSet fresh, FieldSet stale)
    {
        if (target is not NodeTarget node) return;
        clean.TryGetValue(node.NodeId, out FieldSet cleanBefore);
        dirty.TryGetValue(node.NodeId, out FieldSet dirtyBefore);
        clean[node.NodeId] = cleanBefore | fresh;
        dirty[node.NodeId] = dirtyBefore | stale;
    }

    /// <summary>Whether this node reads what a node before it may have written.</summary>
    public bool ReadsStale(PlanNode node) => Reads(node).HasAny(dirty[node.Id]);

    /// <summary>Whether any node after this one reads what it writes.</summary>
    public bool MakesStale(PlanNode node) => Writes(node).Invalidated().HasAny(Again);

    /// <summary>Whether this node creates packets, and any node reads what must then be parsed for them.</summary>
    public bool CreatesStale(PlanNode node) => node is ModuleNode { Creates: true } && !Again.IsEmpty;

    /// <summary>Whether a packet of this port can meet a node that creates some.</summary>
    public bool Creates => Nodes.Any(node => node is ModuleNode { Creates: true });

    /// <summary>Whether the graph looks at packets: then malformed ones are dropped at every port (graphs/SCHEMA.md).</summary>
    public static bool Looks(DispatchPlan plan) => plan.Nodes.Any(node => node is ModuleNode module
        ? module.Module.Packet != PacketAccess.None
        : !Reads(node).IsEmpty);

    public static FieldSet Reads(PlanNode node)
    {
        FieldSet fields = node is BranchNode branch
            ? branch.Rules.Aggregate(FieldSet.Empty, (set, rule) => rule.When is null ? set : set | Reads(rule.When))
            : FieldSet.Of(((ModuleNode)node).Reads);
        bool layered = node is ModuleNode module
            ? module.Reads.Any(field => HeaderFieldInfo.Of(field).AnyOf != Layers.None)
            : ((BranchNode)node).Rules.Any(rule => rule.When is not null && IsLayered(rule.When));
        return layered ? fields | FieldSet.Layers : fields;
    }

    static FieldSet Reads(MatchExpression expression) => expression switch
    {
        FieldTest test => FieldSet.Of(test.Field),
        AndExpression and => Reads(and.Left) | Reads(and.Right),
        OrExpression or => Reads(or.Left) | Reads(or.Right),
        NotExpression not => Reads(not.Operand),
        _ => FieldSet.Empty,
    };

    static bool IsLayered(MatchExpression expression) => expression switch
    {
        FieldTest test => HeaderFieldInfo.Of(test.Field).AnyOf != Layers.None,
        AndExpression and => IsLayered(and.Left) || IsLayered(and.Right),
        OrExpression or => IsLayered(or.Left) || IsLayered(or.Right),
        NotExpression not => IsLayered(not.Operand),
        _ => false,
    };

    static FieldSet Writes(PlanNode node)
    {
        if (node is not ModuleNode { Module: { Packet: PacketAccess.Write } manifest }) return FieldSet.Empty;
        return manifest.WritesNarrowed ? FieldSet.Of(manifest.Writes) : FieldSet.All;
    }

    /// <summary>The layers whose presence the nodes behind a port ask for.</summary>
    public Layers LayersRead() => Nodes.Aggregate(Layers.None, (layers, node) => layers | (node is BranchNode branch
        ? LayersOf(branch)
        : ((ModuleNode)node).Reads.Aggregate(Layers.None, (all, field) => all | HeaderFieldInfo.Of(field).AnyOf)));

    public static Layers LayersOf(BranchNode branch) =>
        branch.Rules.Aggregate(Layers.None, (all, rule) => rule.When is null ? all : all | LayersOf(rule.When));

    static Layers LayersOf(MatchExpression expression) => expression switch
    {
        FieldTest test => HeaderFieldInfo.Of(test.Field).AnyOf,
        AndExpression and => LayersOf(and.Left) | LayersOf(and.Right),
        OrExpression or => LayersOf(or.Left) | LayersOf(or.Right),
        NotExpression not => LayersOf(not.Operand),
        _ => Layers.None,
    };
}
