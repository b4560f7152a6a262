using System;
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

    public string Driver
    {
        get
        {
            ReadOnlySpan<byte> text = state.Driver;
            int end = text.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
        }
    }

    /// <summary>Makes the device exist.</summary>
    public static Port Probe(string name, DeviceString device)
    {
        DeviceCheck.BeforeProbe(name, device);
        using var text = new NativeText(device.Text);
        int result = Native.rte_dev_probe(text.Pointer);
        string log = DpdkText.TakeLog();
        // Probing a device that EAL found at start (-EEXIST) is no failure.
        if (result < 0 && result != -17) throw DeviceCheck.ProbeFailed(name, device, result, log);
        ushort id;
        using var deviceName = new NativeText(device.Name);
        result = Native.rte_eth_dev_get_port_by_name(deviceName.Pointer, &id);
        if (result < 0) throw DeviceCheck.ProbeFailed(name, device, result, log);
        PortAbility ability;
        result = Native.fp_port_ability(id, &ability);
        if (result < 0) throw DeviceCheck.ProbeFailed(name, device, result, log);
        return new Port(name, device, id, ability);
    }

    public void Start(Mempool pool, PortQueues queues, int descriptors, int mtuBytes)
    {
        var settings = new PortSettings
        {
            Pool = pool.Pointer, ReceiveQueues = (ushort)queues.Receive, TransmitQueues = (ushort)queues.Transmit,
            Descriptors = (ushort)descriptors, MtuBytes = (ushort)mtuBytes, FlowBuckets = (ushort)queues.FlowBuckets,
        };
        PortState made;
        int result = Native.fp_port_start(id, &settings, &made);
        string log = DpdkText.TakeLog();
        if (result < 0) throw DeviceCheck.StartFailed(name, device, queues.Receive, result, log);
        state = made;
        isStarted = true;
    }

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
        return new TransmitQueue
        {
            Send = (delegate* managed<void*, Mbuf**, ushort, ushort>)Eal.RawAddress(operations->Send),
            Queue = operations->SendQueues[queue],
        };
    }

    public PortStatistics Statistics()
    {
        PortStatistics statistics = default;
        if (isStarted) Native.fp_port_statistics(id, &statistics);
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
    }
}
