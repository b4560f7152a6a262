using System;
using System.IO;

namespace FastPaas.Dpdk;

/// <summary>Devices that meet another program at a Unix socket: who has to be there first, and where.</summary>
static class SocketCheck
{
    /// <summary>DPDK's default of net_memif.</summary>
    const string MemifDefault = "/run/memif.sock";

    internal static void Memif(string port, DeviceString device)
    {
        DeviceCheck.RequireOneOf(port, device, "role", "server", "client", "master", "slave");
        DeviceCheck.RequireOneOf(port, device, "socket-abstract", "yes", "no");
        string path = device["socket"] ?? MemifDefault;
        bool isAbstract = device["socket-abstract"] != "no";
        if (!isAbstract) HostCheck.RequireFolderOf(port, path, "socket");
        if (device["role"] is "server" or "master") return;
        if (isAbstract ? HasAbstractListener(path) : File.Exists(path)) return;
        throw new EnvironmentException($"port {port}: no memif server listens at {path}" +
            $"{(isAbstract ? " in this network namespace" : "")}.",
            $"start that side first, with role=server,socket={path}{(isAbstract ? "" : ",socket-abstract=no")}");
    }

    internal static void VirtioUser(string port, DeviceString device)
    {
        string path = DeviceCheck.Require(port, device, "path", "where its vhost is");
        DeviceCheck.RequireOneOf(port, device, "server", "0", "1");
        if (path == "/dev/vhost-net")
        {
            if (!File.Exists(path))
                throw new EnvironmentException($"port {port}: there is no {path} here.", "modprobe vhost_net");
            HostCheck.RequireCapability(port, device.Driver, HostCheck.NetAdmin, "CAP_NET_ADMIN");
            return;
        }
        if (device["server"] == "1") FreeSocket(port, path);
        else if (!File.Exists(path))
        {
            throw new EnvironmentException($"port {port}: no vhost-user socket is at {path}.",
                $"start the program that serves it first (a port with net_vhost0,iface={path}), or write server=1 here");
        }
    }

    internal static void Vhost(string port, DeviceString device)
    {
        string path = DeviceCheck.Require(port, device, "iface", "where its socket is");
        DeviceCheck.RequireOneOf(port, device, "client", "0", "1");
        if (device["client"] != "1") FreeSocket(port, path);
    }

    static void FreeSocket(string port, string path)
    {
        HostCheck.RequireFolderOf(port, path, "socket");
        if (File.Exists(path))
            throw new EnvironmentException($"port {port}: the socket {path} exists already.",
                $"rm {path}, if no program serves it any more");
    }

    /// <summary>The kernel lists an abstract socket's name behind an @.</summary>
    static bool HasAbstractListener(string name)
    {
        try
        {
            return File.ReadAllLines("/proc/net/unix").Exists(line =>
                line.TrimEnd('@', '\0').EndsWith(" @" + name, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return true;
        }
    }
}
