using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Two hosts in network namespaces of their own and a third for what is between them.</summary>
/// <remarks><code> left 10.9.0.1 [vl]---[dl]  middle  [dr]---[vr] 10.9.0.2 right </code></remarks>
sealed class TwoHosts : IDisposable
{
    static int count;

    readonly string tag = $"{Environment.ProcessId}x{Interlocked.Increment(ref count)}";

    /// <param name="mtuBytes">Of every interface.</param>
    /// <param name="hasTaps">The interfaces of left and right are to be made by taps: <see cref="TakeTap"/>.</param>
    public TwoHosts(int mtuBytes = 1500, bool hasTaps = false)
    {
        Command.Require("ip", "ping");
        Skip.Unless(Environment.IsPrivilegedProcess, "network namespaces want root");
        (MtuBytes, Folder) = (mtuBytes, Directory.CreateTempSubdirectory("fastpaas-network").FullName);
        foreach (string space in new[] { Left, Middle, Right })
        {
            Must("ip", "netns", "add", space);
            // Router solicitations and multicast reports would come uncounted before the binary listens.
            In(space, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        }
        if (hasTaps) return;
        Join(Left, "vl", "dl", "10.9.0.1/24");
        Join(Right, "vr", "dr", "10.9.0.2/24");
    }

    public int MtuBytes { get; }

    public string Left => $"fpl{tag}";

    public string Middle => $"fpm{tag}";

    public string Right => $"fpr{tag}";

    /// <summary>For files of a test; goes with it.</summary>
    public string Folder { get; }

    /// <summary>Gives the interface of a tap that was made in the middle to a host, under its name.</summary>
    public void TakeTap(string space, string tap, string link, string address)
    {
        Must("ip", "-n", Middle, "link", "set", tap, "netns", space, "name", link);
        Raise(space, link, address);
    }

    /// <summary>A pair of interfaces from a host to the middle.</summary>
    public void Join(string space, string link, string middle, string? address)
    {
        Must("ip", "link", "add", link, "netns", space, "type", "veth", "peer", "name", middle, "netns", Middle);
        Must("ip", "-n", Middle, "link", "set", middle, "mtu", $"{MtuBytes}", "up");
        Raise(space, link, address);
        // Else a sender gives the kernel's next interface segments that are longer than any frame.
        In(space, "ethtool", "-K", link, "tso", "off", "gso", "off");
    }

    void Raise(string space, string link, string? address)
    {
        if (address != null) Must("ip", "-n", space, "addr", "add", address, "dev", link);
        Must("ip", "-n", space, "link", "set", link, "mtu", $"{MtuBytes}", "up");
    }

    public ulong Counter(string space, string link, string counter) =>
        ulong.Parse(In(space, "cat", $"/sys/class/net/{link}/statistics/{counter}").Output);

    public string Address(string space, string link) =>
        In(space, "cat", $"/sys/class/net/{link}/address").Output.Trim().Replace(":", "", StringComparison.Ordinal);

    /// <summary>Runs a command on a host.</summary>
    public static Finished In(string space, params string[] command) =>
        Command.Run("ip", ["netns", "exec", space, .. command], TimeSpan.FromMinutes(2));

    /// <summary>iperf3 waits for one client at the right host.</summary>
    public void ServeIperf()
    {
        const string Port = ":1451 ", Listening = " 0A ";
        MustIn(Right, "iperf3", "-s", "-1", "-D", "--idle-timeout", "60");
        // Its parent ends before it listens.
        for (int i = 0; i < 200; i++, Thread.Sleep(50))
        {
            string sockets = In(Right, "cat", "/proc/net/tcp", "/proc/net/tcp6").Output;
            if (sockets.Split('\n').Any(line => line.Contains(Port) && line.Contains(Listening))) return;
        }
        Assert.Fail("iperf3 doesn't listen after ten seconds.");
    }

    public static void MustIn(string space, params string[] command) => Must(["ip", "netns", "exec", space, .. command]);

    static void Must(params string[] command)
    {
        Finished end = Command.Run(command[0], command[1..]);
        Assert.True(end.ExitCode == 0, $"{string.Join(' ', command)}: {end.Error}{end.Output}");
    }

    /// <summary>The frames of a capture, in hexadecimal.</summary>
    public static string[] Frames(string path)
    {
        using CaptureReader reader = CaptureReader.Open(path);
        var frames = new List<string>();
        while (reader.Read(out CaptureFrame frame)) frames.Add(Convert.ToHexStringLower(frame.Bytes));
        return [.. frames];
    }

    public static void WriteCapture(string path, IEnumerable<byte[]> frames)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (uint word in (uint[])[0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1]) writer.Write(word);
        foreach (byte[] frame in frames)
        {
            uint length = (uint)frame.Length;
            foreach (uint word in (uint[])[0, 0, length, length]) writer.Write(word);
            writer.Write(frame);
        }
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (string space in new[] { Left, Middle, Right }) Command.Run("ip", ["netns", "delete", space]);
    }
}
