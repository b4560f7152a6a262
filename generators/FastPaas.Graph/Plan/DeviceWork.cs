using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Plan;

/// <summary>What of a packet can be left to the device that sends it, because nothing looks at it before
/// (docs/adr/0014).</summary>
public sealed class DeviceWork
{
    readonly DispatchPlan plan;

    /// <summary>The ports that the packets of a node can come to, a bit each by id; null: it or a node behind it is a module that
    /// sees their bytes. Rules can't read checksums.</summary>
    readonly ulong?[] unseen;

    public DeviceWork(DispatchPlan plan)
    {
        this.plan = plan;
        unseen = new ulong?[plan.Nodes.Count];
        for (int id = unseen.Length - 1; id >= 0; id--)
        {
            PlanNode node = plan.Nodes[id];
            if (node is ModuleNode { Module.Packet: not PacketAccess.None }) continue;
            unseen[id] = node.Outputs.Aggregate((ulong?)0, (ports, output) => ports | Unseen(output.Target));
        }
    }

    /// <summary>The ports that packets can come to from an output without their datagrams' checksums, a bit each by id; 0:
    /// none.</summary>
    public ulong ChecksumPorts(ModuleNode node, PlanOutput output) =>
        node.Module.Checksums.Contains(output.Name) ? Unseen(output.Target) ?? 0 : 0;

    /// <summary>Whether packets can come to a port that were left without a checksum.</summary>
    public bool MakesChecksums(PlanPort port) => plan.Nodes.OfType<ModuleNode>()
        .Any(node => node.Outputs.Any(output => (ChecksumPorts(node, output) >> port.Id & 1) != 0));

    /// <summary>The port that packets can come to from an output without their tag, a bit by its id; 0: none. What lies between
    /// could tell by their length.</summary>
    public static ulong TagPorts(ModuleNode node, PlanOutput output) =>
        node.Module.Tags.Contains(output.Name) && output.Target is PortTarget port ? 1ul << port.PortId : 0;

    /// <summary>Whether packets can come to a port that were left without a tag.</summary>
    public bool InsertsTags(PlanPort port) => plan.Nodes.OfType<ModuleNode>()
        .Any(node => node.Outputs.Any(output => (TagPorts(node, output) >> port.Id & 1) != 0));

    ulong? Unseen(PlanTarget target) => target switch
    {
        NodeTarget node => unseen[node.NodeId],
        PortTarget port => 1ul << port.PortId,
        _ => 0,
    };
}
