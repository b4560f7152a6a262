using System;
using System.Collections.Generic;
using System.Text;

namespace FastPaas.Dpdk;

/// <summary>The queues that a port is started with.</summary>
/// <param name="FlowBuckets">Not 0: bucket b of <c>flow.hash</c> goes to receive queue b % <paramref name="Receive"/>.</param>
public readonly record struct PortQueues(int Receive, int Transmit, int FlowBuckets);

/// <summary>An Ethernet device of DPDK's, from probing to closing.</summary>
public sealed unsafe class Port
{
    readonly string name;
    readonly DeviceString device;
    readonly ushort id;
    readonly PortAbility ability;
    readonly List<nint> afPackets = [], memifs = [];
    nint[] senders = [];
    nint sendAddress;
    bool isStarted, isClosed;
    PortState state;

    Port(string name, DeviceString device, ushort id, PortAbility ability)
    {
        this.name = name;
        this.device = device;
        this.id = id;
        this.ability = ability;
    }

    public string Name => name;

    public PortAbility Ability => ability;

    /// <summary>Once it has started.</summary>
    public PortState State => state;

    /// <summary>What packets may be left without, for the device to make; once it has started.</summary>
    public ulong Work { get; private set; }

    public string Driver
    {
        get
        {
            ReadOnlySpan<byte> text = state.Driver;
            int end = text.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
        }
    }

    /// <summary>Makes the device exist, after its members.</summary>
    public static Port Probe(string name, DeviceString device)
    {
        DeviceCheck.BeforeProbe(name, device);
        foreach (DeviceString member in device.Members) Make(name, member);
        ushort id = Make(name, device);
        PortAbility ability;
        int result = Native.fp_port_ability(id, &ability);
        string log = DpdkText.TakeLog();
        return result == 0 ? new Port(name, device, id, ability) : throw DeviceCheck.ProbeFailed(name, device, result, log);
    }

    static ushort Make(string name, DeviceString device)
    {
        using var text = new NativeText(device.ProbeText);
        int result = Native.rte_dev_probe(text.Pointer);
        string log = DpdkText.TakeLog();
        // Probing a device that EAL found at start (-EEXIST) is no failure.
        if (result < 0 && result != -17) throw DeviceCheck.ProbeFailed(name, device, result, log);
        ushort id;
        using var deviceName = new NativeText(device.Name);
        result = Native.rte_eth_dev_get_port_by_name(deviceName.Pointer, &id);
        return result == 0 ? id : throw DeviceCheck.ProbeFailed(name, device, result, log);
    }

    /// <param name="mtuBytes">0: the device's own.</param>
    /// <param name="work">Offloads of <see cref="PortChoice"/> that the graph would leave to it.</param>
    public void Start(Mempool pool, PortQueues queues, int descriptors, int mtuBytes, ulong work)
    {
        DeviceKind? kind = DeviceKind.Of(device);
        if (kind is { TakesInterface: true }) HostCheck.RequireMtu(name, device["iface"]!, mtuBytes);
        PortChoice choice = PortChoice.Make(name, device, ability, queues, mtuBytes, work);
        var settings = new PortSettings
        {
            Pool = pool.Pointer, ReceiveOffloads = choice.ReceiveOffloads, TransmitOffloads = choice.TransmitOffloads,
            ReceiveQueues = (ushort)queues.Receive, TransmitQueues = (ushort)queues.Transmit,
            Descriptors = (ushort)descriptors, MtuBytes = (ushort)choice.MtuBytes, FlowBuckets = (ushort)queues.FlowBuckets,
        };
        PortState made;
        int result = Native.fp_port_start(id, &settings, &made);
        string log = DpdkText.TakeLog();
        if (result < 0) throw DeviceCheck.StartFailed(name, device, result, log);
        state = made;
        isStarted = true;
        foreach (DeviceString one in device.All) Wrap(one);
        Work = choice.TransmitOffloads & work;
        if (choice.JoinsSegments) JoinSegments(pool);
        else if (Work != 0) Finish();
    }

    /// <summary>native/dpdk/af_packet.c, memif.c: a member of a bond needs it as much.</summary>
    void Wrap(DeviceString one)
    {
        if (one.Driver is not ("net_af_packet" or "net_memif")) return;
        ushort port;
        using var text = new NativeText(one.Name);
        if (Native.rte_eth_dev_get_port_by_name(text.Pointer, &port) != 0) return;
        if (one.Driver == "net_memif")
            memifs.Add((nint)RequireMemory(Native.fp_memif_wrap(port, state.ReceiveQueues, state.TransmitQueues)));
        else afPackets.Add((nint)RequireMemory(Native.fp_af_packet_wrap(port, state.ReceiveQueues)));
    }

    /// <summary>native/dpdk/one_segment.c.</summary>
    void JoinSegments(Mempool pool)
    {
        uint longest = Math.Min(ability.FrameBytesMax, (uint)pool.RoomBytes);
        sendAddress = Native.fp_one_segment_send_address();
        senders = new nint[state.TransmitQueues];
        for (ushort queue = 0; queue < senders.Length; queue++)
            senders[queue] = (nint)RequireMemory(Native.fp_one_segment_wrap(id, queue, pool.Pointer, longest));
    }

    /// <summary>native/dpdk/finish.c.</summary>
    void Finish()
    {
        sendAddress = Native.fp_finish_send_address();
        senders = new nint[state.TransmitQueues];
        for (ushort queue = 0; queue < senders.Length; queue++)
            senders[queue] = (nint)RequireMemory(Native.fp_finish_wrap(id, queue));
    }

    void* RequireMemory(void* memory) =>
        memory != null ? memory : throw new EnvironmentException($"port {name}: there is no memory for {device.Name}.");

    /// <summary><c>eth_rx_burst_t</c> and its queue, for an lcore.</summary>
    public void* ReceiveQueue(int queue, out delegate* managed<void*, Mbuf**, ushort, ushort> receive)
    {
        PortOperations* operations = Native.fp_port_operations(id);
        receive = (delegate* managed<void*, Mbuf**, ushort, ushort>)Eal.RawAddress(operations->Receive);
        return operations->ReceiveQueues[queue];
    }

    public TransmitQueue TransmitQueue(int queue)
    {
        PortOperations* operations = Native.fp_port_operations(id);
        bool isOurs = senders.Length > 0;
        return new TransmitQueue
        {
            Send = (delegate* managed<void*, Mbuf**, ushort, ushort>)Eal.RawAddress(isOurs ? sendAddress : operations->Send),
            Queue = isOurs ? (void*)senders[queue] : operations->SendQueues[queue],
        };
    }

    public PortStatistics Statistics()
    {
        PortStatistics statistics = default;
        if (!isStarted) return statistics;
        Native.fp_port_statistics(id, &statistics);
        foreach (nint devices in afPackets)
            statistics.ReceiveErrors += Native.fp_af_packet_lost((void*)devices, state.ReceiveQueues);
        foreach (nint sender in senders) statistics.SendErrors += ((Sender*)sender)->RefusedPackets;
        return statistics;
    }

    /// <summary>Frees what the device still holds for us, when nobody polls it any more; returns how many.</summary>
    /// <param name="most">Bound, so that a device that makes packets ends too.</param>
    public int Drain(int most)
    {
        const int Burst = 64;
        Mbuf** packets = stackalloc Mbuf*[Burst];
        int drained = 0;
        for (int queue = 0; queue < state.ReceiveQueues; queue++)
        {
            void* source = ReceiveQueue(queue, out var receive);
            for (int count; drained < most && (count = receive(source, packets, Burst)) > 0; drained += count)
                Native.rte_pktmbuf_free_bulk(packets, (uint)count);
        }
        return drained;
    }

    public void Close()
    {
        if (isClosed) return;
        isClosed = true;
        if (isStarted) Native.rte_eth_dev_stop(id);
        Native.rte_eth_dev_close(id);
        foreach (DeviceString member in device.Members) Close(member);
        foreach (nint memif in memifs) Native.fp_memif_free((void*)memif);
        foreach (nint memory in afPackets) Native.fp_free((void*)memory);
        foreach (nint memory in senders) Native.fp_free((void*)memory);
    }

    static void Close(DeviceString member)
    {
        ushort id;
        using var text = new NativeText(member.Name);
        if (Native.rte_eth_dev_get_port_by_name(text.Pointer, &id) == 0) Native.rte_eth_dev_close(id);
    }
}
