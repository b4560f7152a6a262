using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.Dpdk;

/// <summary>What is wrong with a device, in one sentence: DPDK's own answer is a number and some lines of log.</summary>
static unsafe class DeviceCheck
{
    const int NetRaw = 13, NetAdmin = 12;

    static readonly string[] Drivers =
        ["net_null", "net_ring", "net_pcap", "net_af_packet", "net_tap", "net_memif", "net_virtio_user", "net_af_xdp",
            "eth_vhost"];

    internal static void BeforeProbe(string port, DeviceString device)
    {
        if (device.IsPci)
        {
            CheckPci(port, device);
            return;
        }
        if (Array.IndexOf(Drivers, device.Driver) < 0)
            throw new EnvironmentException($"port {port}: this binary has no driver \"{device.Driver}\".",
                $"write one of {string.Join(", ", Drivers)} with a number (net_null0), or a PCI address");
        if (device.Driver is "net_af_packet" or "net_af_xdp") CheckInterface(port, device);
        if (device.Driver == "net_pcap") CheckCaptures(port, device);
        if (device.Driver == "net_tap") RequireCapability(port, device, NetAdmin, "CAP_NET_ADMIN");
    }

    static void CheckPci(string port, DeviceString device)
    {
        string address = device.Name.Count(c => c == ':') == 1 ? "0000:" + device.Name : device.Name;
        if (!Directory.Exists("/sys/bus/pci/devices/" + address))
            throw new EnvironmentException($"port {port}: there is no PCI device {address}.", "lspci -D lists them");
        string? driver = Path.GetFileName(Directory.ResolveLinkTarget($"/sys/bus/pci/devices/{address}/driver", false)?.FullName);
        if (driver is not ("vfio-pci" or "igb_uio" or "uio_pci_generic"))
            throw new EnvironmentException($"port {port}: PCI device {address} belongs to {driver ?? "no driver"}, not to " +
                "vfio-pci.",
                $"dpdk-devbind.py --bind=vfio-pci {address}");
    }

    static void CheckInterface(string port, DeviceString device)
    {
        string? name = device["iface"];
        if (string.IsNullOrEmpty(name))
            throw new EnvironmentException($"port {port}: {device.Name} doesn't say which interface it takes.",
                $"write {device.Name},iface=<interface>");
        int state = InterfaceState(name);
        if (state < 0)
            throw new EnvironmentException($"port {port}: there is no network interface {name} here.", "ip link lists them");
        RequireCapability(port, device, NetRaw, "CAP_NET_RAW");
        if (state == 0)
            throw new EnvironmentException($"port {port}: the interface {name} is down.", $"ip link set {name} up");
    }

    static void CheckCaptures(string port, DeviceString device)
    {
        foreach ((string key, string value) in device.Parameters)
        {
            if (key == "rx_pcap" && !File.Exists(value))
                throw new EnvironmentException($"port {port}: there is no capture {value}.");
            if (key == "tx_pcap" && Path.GetDirectoryName(Path.GetFullPath(value)) is { } folder && !Directory.Exists(folder))
                throw new EnvironmentException($"port {port}: there is no folder {folder} for the capture.",
                    $"mkdir -p {folder}");
            if (key is "rx_iface" or "tx_iface" or "iface" or "rx_iface_in")
            {
                if (InterfaceState(value) < 0)
                    throw new EnvironmentException($"port {port}: there is no network interface {value} here.",
                        "ip link lists them");
                RequireCapability(port, device, NetRaw, "CAP_NET_RAW");
            }
        }
    }

    /// <summary>Negative: it doesn't exist in this network namespace; 0 down, 1 up.</summary>
    static int InterfaceState(string name)
    {
        using var text = new NativeText(name);
        return Native.fp_interface_state(text.Pointer);
    }

    static void RequireCapability(string port, DeviceString device, int capability, string name)
    {
        if (HasCapability(capability)) return;
        string word = name.ToLowerInvariant();
        throw new EnvironmentException($"port {port}: {device.Driver} wants {name}, which this process lacks.",
            $"run it with sudo, or `sudo setcap {word}+ep {Environment.ProcessPath ?? "<binary>"}`, or inside `unshare -rn`");
    }

    static bool HasCapability(int capability)
    {
        try
        {
            string? line = File.ReadLines("/proc/self/status")
                .FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
            return line == null
                || (ulong.Parse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture) >> capability & 1) != 0;
        }
        catch (IOException)
        {
            return true;
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

    internal static EnvironmentException StartFailed(string port, DeviceString device, int queues, int result, string log)
    {
        const int NoMemory = 12, Invalid = 22, Busy = 16;
        string reason = DpdkText.Reason(log) ?? DpdkText.Error(result);
        return -result switch
        {
            NoMemory =>
                new($"port {port}: there is no memory for the queues of {device.Name} ({reason}).",
                    "free some, or take fewer queues"),
            Busy => new($"port {port}: {device.Name} is busy ({reason})."),
            Invalid when queues > 1 =>
                new($"port {port}: {device.Name} can't do {queues} queues ({reason}).", "write queues = 1"),
            _ => new($"port {port}: {device.Name} didn't start: {reason}."),
        };
    }
}
