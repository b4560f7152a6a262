namespace FastPaas.Modules;

/// <summary>Pushes, pops or rewrites the outermost tag of a frame, IEEE 802.1Q clause 9.</summary>
[Module("vlan")]
public static class Vlan
{
    const int TagBytes = 4;
    const ushort IdBits = 0x0fff, PriorityBits = 0xe000;

    public struct State
    {
        internal bool Pushes;
        internal bool Pops;
        /// <summary>A pushed tag's type; of a rewrite, 0 leaves the packet's.</summary>
        internal ushort TagType;
        /// <summary>Priority and id, in place.</summary>
        internal ushort Control;
        /// <summary>The bits of a packet's own that a rewrite keeps.</summary>
        internal ushort ControlKept;
    }

    public static void Init(VlanConfig config, ModuleHeap heap, ref State state)
    {
        if (config.Operation == VlanConfig.OperationValue.Rewrite && config.Rewrites.Count == 0)
            throw new ModuleConfigurationException(
                "`rewrites` is empty, so this rewrite changes nothing; name id, priority or tag_type.");
        bool isRewrite = config.Operation == VlanConfig.OperationValue.Rewrite;
        ushort written = isRewrite ? (ushort)0 : ushort.MaxValue;
        bool writesType = !isRewrite;
        foreach (VlanConfig.RewritesValue part in config.Rewrites)
        {
            if (part == VlanConfig.RewritesValue.Id) written |= IdBits;
            else if (part == VlanConfig.RewritesValue.Priority) written |= PriorityBits;
            else writesType = true;
        }

        state.Pushes = config.Operation == VlanConfig.OperationValue.Push;
        state.Pops = config.Operation == VlanConfig.OperationValue.Pop;
        if (writesType)
            state.TagType = config.TagType == VlanConfig.TagTypeValue.Service ? EtherType.ServiceTag : EtherType.CustomerTag;
        state.Control = (ushort)((config.Priority << 13 | config.Id) & written);
        state.ControlKept = (ushort)~written;
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out, out LaneMask other)
    {
        @out = lanes & burst.Headers.Vlan;
        if (state.Pushes) @out = Push(burst, lanes, in state);
        else if (state.Pops) Pop(burst, @out);
        else Rewrite(burst, @out, in state);
        other = lanes - @out;
    }

    /// <summary>The lanes whose buffer has room for a tag.</summary>
    static LaneMask Push(WritableBurst burst, LaneMask lanes, in State state)
    {
        LaneMask pushed = LaneMask.None;
        foreach (int lane in lanes)
            pushed |= LaneMask.Of(lane, burst.TryPushTag(lane, state.TagType, state.Control));
        return pushed;
    }

    /// <summary>A tag's bytes are there to be removed, and an Ethernet header is left: the host parsed it.</summary>
    static void Pop(WritableBurst burst, LaneMask tagged)
    {
        foreach (int lane in tagged)
        {
            TaggedHeader before = burst.Tagged(lane);
            burst.TryRemoveFront(lane, TagBytes);
            ref EthernetHeader header = ref burst.Ethernet(lane);
            header.Destination = before.Destination;
            header.Source = before.Source;
        }
    }

    static void Rewrite(WritableBurst burst, LaneMask tagged, in State state)
    {
        foreach (int lane in tagged)
        {
            ref TaggedHeader header = ref burst.Tagged(lane);
            header.Control = (ushort)(header.Control & state.ControlKept | state.Control);
            if (state.TagType != 0) header.TagType = state.TagType;
        }
    }
}
