using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>graphs/cache between real clients and servers, each in a network namespace.</summary>
/// <remarks><code> clients 10.9.3.1 [vc]---[dc]  binary  [ds]---[vs] 10.9.3.2 servers </code></remarks>
public sealed partial class CacheTests : IDisposable
{
    const string ServerAddress = "10.9.3.2";
    const int NewNetwork = 0x4000_0000; // CLONE_NEWNET

    static readonly Lazy<string> Binary = new(() => Checkout.Publish(
        "runtime/FastPaas.Host", "FastPaas.Host", [$"-p:FastPaasGraphFolder={Checkout.Root}/graphs/cache/"]));

    readonly string clients = $"fpc{Environment.ProcessId}";
    readonly string middle = $"fpd{Environment.ProcessId}";
    readonly string servers = $"fps{Environment.ProcessId}";
    bool isMade;

    [Test]
    public void Dig_hears_a_name_from_its_server_once_and_then_from_the_cache()
    {
        using Instance instance = Start("dig", "dnsmasq");
        using (Server dnsmasq = new(servers, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            "--bind-interfaces", $"--listen-address={ServerAddress}", "--user=root", "--pid-file=", "--local-ttl=600",
            "--host-record=web.example,198.51.100.7"))
        {
            dnsmasq.WaitUntil(() => Dig("+time=1", "web.example") == "198.51.100.7");
        }
        ulong hits = instance.Counter("node.table.hit");
        Assert.Equal("198.51.100.7", Dig("Web.Example"));
        Assert.Equal("198.51.100.7", Dig("+noedns", "web.example"));
        Assert.Equal(hits + 2, instance.Counter("node.table.hit"));
    }

    [Test]
    public void Dig_is_answered_without_any_server_what_is_configured_and_nothing_else()
    {
        using Instance instance = Start("dig");
        Assert.Equal("192.0.2.1", Dig("gateway.example"));
        Assert.Equal("2001:db8::1", Dig("gateway.example", "AAAA"));
        Assert.Contains("no servers could be reached", Dig("+time=1", "other.example"), StringComparison.Ordinal);
        Assert.Equal(2ul, instance.Counter("node.table.hit"));
    }

    [Test]
    public void A_memcached_client_hears_a_value_from_its_server_once_and_then_from_the_cache()
    {
        using Instance instance = Start();
        using Socket client = Udp(clients);
        client.Connect(IPAddress.Parse(ServerAddress), 11_211);
        Assert.Equal("VALUE motd 0 24\r\nserved by the data plane\r\nEND\r\n", Get(client, 1, "motd"));
        using (Socket server = Udp(servers))
        {
            server.Bind(new IPEndPoint(IPAddress.Any, 11_211));
            client.Send(Request(2, "colour"));
            byte[] request = new byte[2_048];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int length = server.ReceiveFrom(request, ref from);
            Assert.Equal(Request(2, "colour"), request[..length]);
            server.SendTo([.. request[..8], .. "VALUE colour 0 4\r\nblue\r\nEND\r\n"u8], from);
            Assert.Equal("VALUE colour 0 4\r\nblue\r\nEND\r\n", Answer(client, 2));
        }
        Assert.Equal("VALUE colour 0 4\r\nblue\r\nEND\r\n", Get(client, 3, "colour"));
        Assert.Equal(2ul, instance.Counter("node.table.hit"));
    }

    static string Get(Socket client, ushort id, string key)
    {
        client.Send(Request(id, key));
        return Answer(client, id);
    }

    /// <summary>protocol.txt, "UDP protocol": request id, datagram 0 of 1, a reserved word; then the line.</summary>
    static byte[] Request(ushort id, string key) =>
        [(byte)(id >> 8), (byte)id, 0, 0, 0, 1, 0, 0, .. Encoding.ASCII.GetBytes($"get {key}\r\n")];

    static string Answer(Socket client, ushort id)
    {
        byte[] answer = new byte[2_048];
        int length = client.Receive(answer);
        Assert.Equal([(byte)(id >> 8), (byte)id, 0, 0, 0, 1, 0, 0], answer[..8]);
        return Encoding.ASCII.GetString(answer, 8, length - 8);
    }

    string Dig(params string[] question) =>
        In(clients, ["dig", "+short", "+tries=1", "+time=5", $"@{ServerAddress}", .. question]).Output.Trim();

    Instance Start(params string[] tools)
    {
        Command.Require(["ip", "ethtool", .. tools]);
        Skip.Unless(Environment.IsPrivilegedProcess, "network namespaces want root");
        string binary = Binary.Value;
        isMade = true;
        foreach (string space in new[] { clients, middle, servers }) Must("ip", "netns", "add", space);
        Must("ip", "link", "add", "vc", "netns", clients, "type", "veth", "peer", "name", "dc", "netns", middle);
        Must("ip", "link", "add", "vs", "netns", servers, "type", "veth", "peer", "name", "ds", "netns", middle);
        Must("ip", "-n", clients, "addr", "add", "10.9.3.1/24", "dev", "vc");
        Must("ip", "-n", servers, "addr", "add", $"{ServerAddress}/24", "dev", "vs");
        foreach ((string space, string link) in new[] { (middle, "dc"), (middle, "ds"), (clients, "vc"), (servers, "vs") })
        {
            // A veth leaves checksums to hardware that isn't there; the binary sends frames as they came.
            Must("ip", "netns", "exec", space, "ethtool", "-K", link, "tx", "off");
            Must("ip", "-n", space, "link", "set", link, "up");
        }
        return Instance.StartIn(
            middle, binary, "--port", "clients=net_af_packet0,iface=dc", "--port", "servers=net_af_packet1,iface=ds");
    }

    /// <summary>A socket of another namespace: it belongs to that of the thread that made it.</summary>
    static Socket Udp(string space)
    {
        Socket? socket = null;
        Thread thread = new(() =>
        {
            using SafeFileHandle file = File.OpenHandle($"/var/run/netns/{space}");
            if (EnterSpace(file, NewNetwork) != 0) return;
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        });
        thread.Start();
        thread.Join();
        Assert.NotNull(socket);
        return socket;
    }

    static Finished In(string space, string[] command) => Command.Run("ip", ["netns", "exec", space, .. command]);

    static void Must(params string[] command)
    {
        Finished end = Command.Run(command[0], command[1..]);
        Assert.True(end.ExitCode == 0, end.Error);
    }

    public void Dispose()
    {
        if (!isMade) return;
        foreach (string space in new[] { clients, middle, servers }) Command.Run("ip", ["netns", "delete", space]);
    }

    [LibraryImport("libc", EntryPoint = "setns")]
    private static partial int EnterSpace(SafeFileHandle file, int kind);

    sealed class Server(string space, params string[] command) : IDisposable
    {
        readonly Process process = Process.Start("ip", ["netns", "exec", space, .. command]);

        public void WaitUntil(Func<bool> isUp)
        {
            var clock = Stopwatch.StartNew();
            while (!isUp())
            {
                Assert.False(process.HasExited, "the server has ended");
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "the server doesn't answer");
            }
        }

        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
