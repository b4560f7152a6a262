using System;
using System.IO;

namespace FastPaas.Dpdk;

/// <summary>What is wrong with a device, in one sentence: DPDK's own answer is a number and some lines of log.</summary>
static class DeviceCheck
{
    internal static void BeforeProbe(string port, DeviceString device)
    {
        if (device.IsPci)
        {
            CheckPci(port, device);
            return;
        }
        DeviceKind kind = DeviceKind.Of(device) ?? throw new EnvironmentException(
            $"port {port}: this binary has no driver \"{device.Driver}\".",
            $"write one of {string.Join(", ", DeviceKind.All.ConvertAll(k => k.Driver))} with a number (net_null0), or a PCI " +
            "address");
        if (kind.Mistake(device) is { } mistake)
            throw new EnvironmentException($"port {port}: {mistake}.", $"write it like {kind.Example}");
        switch (kind.Driver)
        {
            case "net_af_packet": CheckAfPacket(port, device); break;
            case "net_af_xdp": CheckAfXdp(port, device); break;
            case "net_pcap": CheckPcap(port, device); break;
            case "net_tap": CheckTap(port, device); break;
            case "net_memif": SocketCheck.Memif(port, device); break;
            case "net_virtio_user": SocketCheck.VirtioUser(port, device); break;
            case "net_vhost": SocketCheck.Vhost(port, device); break;
            case "net_bonding": CheckBond(port, device, kind); break;
        }
    }

    /// <summary>The value of a parameter that the driver can't do without.</summary>
    internal static string Require(string port, DeviceString device, string key, string what) =>
        device[key] ?? throw new EnvironmentException($"port {port}: {device.Name} doesn't say {what}.",
            $"write {device.Name},{key}=..., like {DeviceKind.Of(device)!.Example}");

    internal static void RequireOneOf(string port, DeviceString device, string key, params string[] values)
    {
        if (device[key] is { } value && Array.IndexOf(values, value) < 0)
            throw new EnvironmentException($"port {port}: {device.Name}'s {key} is one of {string.Join(", ", values)}, not " +
                $"\"{value}\".");
    }

    static void CheckPci(string port, DeviceString device)
    {
        string address = device.Name.Split(':').Length == 2 ? "0000:" + device.Name : device.Name;
        if (!Directory.Exists("/sys/bus/pci/devices/" + address))
            throw new EnvironmentException($"port {port}: there is no PCI device {address}.", "lspci -D lists them");
        string? driver = Path.GetFileName(Directory.ResolveLinkTarget($"/sys/bus/pci/devices/{address}/driver", false)?.FullName);
        // A Mellanox NIC stays with the kernel's driver, which DPDK's shares.
        if (driver is not ("vfio-pci" or "igb_uio" or "uio_pci_generic" or "mlx5_core"))
            throw new EnvironmentException($"port {port}: PCI device {address} belongs to {driver ?? "no driver"}, not to " +
                "vfio-pci.",
                $"modprobe vfio-pci && dpdk-devbind.py --bind=vfio-pci {address}");
    }

    static void CheckAfPacket(string port, DeviceString device)
    {
        string name = Require(port, device, "iface", "which interface it takes");
        HostCheck.RequireInterfaceExists(port, name);
        HostCheck.RequireCapability(port, device.Driver, HostCheck.NetRaw, "CAP_NET_RAW");
        HostCheck.RequireInterface(port, name);
    }

    static void CheckAfXdp(string port, DeviceString device)
    {
        string name = Require(port, device, "iface", "which interface it takes");
        HostCheck.RequireInterfaceExists(port, name);
        HostCheck.RequireXdpSockets(port);
        HostCheck.RequireBpf(port, device.Driver);
        HostCheck.RequireCapability(port, device.Driver, HostCheck.NetAdmin, "CAP_NET_ADMIN");
        HostCheck.RequireInterface(port, name);
    }

    static void CheckTap(string port, DeviceString device)
    {
        if (device["iface"] is { } name) HostCheck.RequireInterfaceName(port, name);
        if (device["remote"] is { } remote) HostCheck.RequireInterface(port, remote);
        HostCheck.RequireTun(port);
        HostCheck.RequireCapability(port, device.Driver, HostCheck.NetAdmin, "CAP_NET_ADMIN");
    }

    static void CheckPcap(string port, DeviceString device)
    {
        foreach ((string key, string value) in device.Parameters)
        {
            if (key == "rx_pcap" && !File.Exists(value))
                throw new EnvironmentException($"port {port}: there is no capture {value}.");
            if (key == "tx_pcap") HostCheck.RequireFolderOf(port, value, "capture");
            if (key is not ("rx_iface" or "tx_iface" or "iface" or "rx_iface_in")) continue;
            HostCheck.RequireInterfaceExists(port, value);
            HostCheck.RequireCapability(port, device.Driver, HostCheck.NetRaw, "CAP_NET_RAW");
        }
    }

    static void CheckBond(string port, DeviceString device, DeviceKind kind)
    {
        Require(port, device, "mode", "how it shares packets out (0 to 6)");
        RequireOneOf(port, device, "mode", "0", "1", "2", "3", "4", "5", "6");
        if (device.Members.Count == 0)
            throw new EnvironmentException($"port {port}: {device.Name} has no members.", $"write it like {kind.Example}");
        foreach (DeviceString member in device.Members)
        {
            if (member.IsBond || member.IsOpenLoop)
                throw new EnvironmentException($"port {port}: {member.Name} can't be a member of {device.Name}.");
            BeforeProbe(port, member);
        }
    }

    internal static EnvironmentException ProbeFailed(string port, DeviceString device, int result, string log)
    {
        const int Busy = 16, Access = 13;
        string reason = DpdkText.Reason(log) ?? DpdkText.Error(result);
        return -result switch
        {
            Busy => new($"port {port}: {device.Name} is busy: another program has it ({reason})."),
            Access => new($"port {port}: no permission for {device.Name} ({reason}).", "run it with sudo"),
            _ => new($"port {port}: {device.Text} can't be opened: {reason}."),
        };
    }

    internal static EnvironmentException StartFailed(string port, DeviceString device, int result, string log)
    {
        const int NoMemory = 12, Busy = 16;
        string reason = DpdkText.Reason(log) ?? DpdkText.Error(result);
        return -result switch
        {
            NoMemory =>
                new($"port {port}: there is no memory for the queues of {device.Name} ({reason}).",
                    "free some, or take fewer queues"),
            Busy => new($"port {port}: {device.Name} is busy ({reason})."),
            _ => new($"port {port}: {device.Name} didn't start: {reason}."),
        };
    }
}
