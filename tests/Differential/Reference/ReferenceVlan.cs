using System;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Reference;

/// <summary>IEEE 802.1Q clause 9, on the outermost tag.</summary>
sealed class ReferenceVlan(ModuleNode node) : ReferenceModule
{
    readonly string operation = Value(node.Config, "operation").Text;
    readonly int id = (int)Value(node.Config, "id").Number;
    readonly int priority = (int)Value(node.Config, "priority").Number;
    readonly int type = Value(node.Config, "tag_type").Text == "service" ? 0x88a8 : 0x8100;
    readonly string[] rewrites = Value(node.Config, "rewrites").Items.Select(item => item.Text).ToArray();
    readonly int done = Output(node, "out");
    readonly int other = Output(node, "other");

    public override int Process(ReferencePacket packet)
    {
        if (operation == "push") return Push(packet) ? done : other;
        if (!ReferenceHeaders.Parse(packet.Bytes).HasVlan) return other;
        if (operation == "pop") Pop(packet);
        else Rewrite(packet.Bytes);
        return done;
    }

    bool Push(ReferencePacket packet)
    {
        byte[] addresses = packet.Bytes[..12];
        if (!packet.AddFront(4)) return false;
        addresses.CopyTo(packet.Bytes, 0);
        Write(packet.Bytes, 12, type);
        Write(packet.Bytes, 14, priority << 13 | id);
        return true;
    }

    static void Pop(ReferencePacket packet)
    {
        byte[] addresses = packet.Bytes[..12];
        packet.RemoveFront(4);
        addresses.CopyTo(packet.Bytes, 0);
    }

    void Rewrite(byte[] frame)
    {
        int control = frame[14] << 8 | frame[15];
        if (rewrites.Contains("id")) control = control & 0xf000 | id;
        if (rewrites.Contains("priority")) control = control & 0x1fff | priority << 13;
        if (rewrites.Contains("tag_type")) Write(frame, 12, type);
        Write(frame, 14, control);
    }
}
