using System;

namespace FastPaas.Dpdk;

/// <summary>What is asked of a device, by what it can do: docs/adr/0014.</summary>
/// <param name="MtuBytes">For DPDK's configuration; 0: none.</param>
/// <param name="JoinsSegments">It would send the first segment of a chain only: chains are copied into one mbuf before.</param>
public readonly record struct PortChoice(ulong ReceiveOffloads, ulong TransmitOffloads, int MtuBytes, bool JoinsSegments)
{
    /// <summary><c>RTE_ETH_RX_OFFLOAD_SCATTER</c>: a frame longer than one mbuf's room comes in several.</summary>
    public const ulong Scatter = 1ul << 13;
    /// <summary><c>RTE_ETH_TX_OFFLOAD_MULTI_SEGS</c>.</summary>
    public const ulong MultipleSegments = 1ul << 15;
    /// <summary><c>RTE_ETH_TX_OFFLOAD_VLAN_INSERT</c>.</summary>
    public const ulong VlanInsert = 1ul << 0;
    /// <summary><c>RTE_ETH_TX_OFFLOAD_UDP_CKSUM</c>.</summary>
    public const ulong UdpChecksum = 1ul << 2;
    const int EthernetAndCrcBytes = 18;

    /// <param name="mtuBytes">Wanted; 0: the device's own.</param>
    /// <param name="work">Offloads that the graph leaves to a device that has them.</param>
    /// <exception cref="EnvironmentException">The device can't.</exception>
    public static PortChoice Make(
        string port, DeviceString device, in PortAbility ability, PortQueues queues, int mtuBytes, ulong work)
    {
        RequireQueues(port, device.Name, "receive", queues.Receive, ability.ReceiveQueues);
        RequireQueues(port, device.Name, "send", queues.Transmit, ability.TransmitQueues);
        DeviceKind? kind = DeviceKind.Of(device);
        bool joins = (ability.TransmitOffloads & MultipleSegments) == 0 && kind is not { SendsChains: true };
        // A chain that is joined is another mbuf, which knows nothing of what was left.
        ulong transmit = joins ? MultipleSegments : MultipleSegments | work;
        foreach (DeviceString one in device.All) transmit &= ~(DeviceKind.Of(one)?.NotAskedFor ?? 0);
        return new PortChoice(
            ability.ReceiveOffloads & Scatter,
            ability.TransmitOffloads & transmit,
            kind is { Mtu: not MtuSetting.Configured } ? 0 : RequireMtu(port, device.Name, ability, mtuBytes),
            joins);
    }

    static void RequireQueues(string port, string device, string verb, int wanted, int most)
    {
        if (wanted > most)
            throw new EnvironmentException($"port {port}: {device} has {most} {(most == 1 ? "queue" : "queues")} to {verb} " +
                $"on, not {wanted}.", $"write queues = {most}: to more lcores, software hands packets over");
    }

    static int RequireMtu(string port, string device, in PortAbility ability, int mtuBytes)
    {
        long most = Math.Min(ability.MtuBytesMax, (long)ability.FrameBytesMax - EthernetAndCrcBytes);
        return mtuBytes <= most
            ? mtuBytes
            : throw new EnvironmentException($"port {port}: {device} carries {most} bytes a frame at most, not {mtuBytes}.",
                $"write mtu_bytes = {most}");
    }
}
