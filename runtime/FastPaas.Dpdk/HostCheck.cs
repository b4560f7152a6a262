using System;
using System.Globalization;
using System.IO;

namespace FastPaas.Dpdk;

/// <summary>What devices want of the host: each lack is one sentence and the command that mends it.</summary>
static unsafe class HostCheck
{
    internal const int NetAdmin = 12, NetRaw = 13;
    const int SysAdmin = 21, Bpf = 39, NameMax = 15;

    /// <summary>The interface exists here and is up.</summary>
    internal static void RequireInterface(string port, string name)
    {
        RequireInterfaceExists(port, name);
        if (InterfaceState(name) == 0)
            throw new EnvironmentException($"port {port}: the interface {name} is down.", $"ip link set {name} up");
    }

    internal static void RequireInterfaceExists(string port, string name)
    {
        if (InterfaceState(name) < 0)
            throw new EnvironmentException($"port {port}: there is no network interface {name} here.", "ip link lists them");
    }

    /// <summary>The interface carries frames as long as the port wants.</summary>
    internal static void RequireMtu(string port, string name, int mtuBytes)
    {
        using var text = new NativeText(name);
        int carries = Native.fp_interface_mtu(text.Pointer);
        if (carries >= 0 && carries < mtuBytes)
            throw new EnvironmentException($"port {port}: the interface {name} carries {carries} bytes a frame, and the port " +
                $"wants {mtuBytes}.", $"ip link set {name} mtu {mtuBytes}");
    }

    internal static void RequireInterfaceName(string port, string name)
    {
        if (name.Length > NameMax)
            throw new EnvironmentException($"port {port}: \"{name}\" is too long for an interface, {NameMax} characters at " +
                "most.");
    }

    /// <summary>Negative: it doesn't exist in this network namespace; 0 down, 1 up.</summary>
    static int InterfaceState(string name)
    {
        using var text = new NativeText(name);
        return Native.fp_interface_state(text.Pointer);
    }

    internal static void RequireTun(string port)
    {
        const string Device = "/dev/net/tun";
        if (!File.Exists(Device))
            throw new EnvironmentException($"port {port}: there is no {Device} here.",
                $"modprobe tun && mkdir -p /dev/net && mknod {Device} c 10 200; to a container give --device {Device}");
    }

    internal static void RequireXdpSockets(string port)
    {
        const int NoFamily = 97;
        if (Native.fp_xdp_sockets() == -NoFamily)
            throw new EnvironmentException($"port {port}: this kernel has no XDP sockets.",
                "take a kernel built with CONFIG_XDP_SOCKETS=y, or net_af_packet in its place");
    }

    /// <summary>Loading the program that redirects packets wants CAP_BPF (or CAP_SYS_ADMIN) of the first user
    /// namespace.</summary>
    internal static void RequireBpf(string port, string driver)
    {
        if (HasCapability(Bpf) || HasCapability(SysAdmin)) return;
        throw new EnvironmentException($"port {port}: {driver} wants CAP_BPF, which this process lacks.", "run it with sudo, " +
            $"or `sudo setcap cap_bpf,cap_net_admin,cap_net_raw+ep {Environment.ProcessPath ?? "<binary>"}`");
    }

    internal static void RequireCapability(string port, string driver, int capability, string name)
    {
        if (HasCapability(capability)) return;
        string word = name.ToLowerInvariant();
        throw new EnvironmentException($"port {port}: {driver} wants {name}, which this process lacks.",
            $"run it with sudo, or `sudo setcap {word}+ep {Environment.ProcessPath ?? "<binary>"}`, or inside `unshare -rn`");
    }

    /// <summary>The folder that a socket or a capture will be made in.</summary>
    internal static void RequireFolderOf(string port, string path, string what)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new EnvironmentException($"port {port}: there is no folder {folder} for the {what}.", $"mkdir -p {folder}");
    }

    static bool HasCapability(int capability)
    {
        try
        {
            string? line = File.ReadAllLines("/proc/self/status")
                .Find(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
            return line == null
                || (ulong.Parse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture) >> capability & 1) != 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
