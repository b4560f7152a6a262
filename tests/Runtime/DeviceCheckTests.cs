using System;
using System.IO;
using System.Net.Sockets;
using FastPaas.Dpdk;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>A wrong device, kind by kind: the sentence, and what to do. What only the kernel knows of an interface is in
/// tests/System/RunTests.cs.</summary>
public sealed class DeviceCheckTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-check").FullName;

    [Test]
    [Arguments("net_nosuch0", "this binary has no driver \"net_nosuch\"", "with a number (net_null0), or a PCI address")]
    [Arguments("eth1", "this binary has no driver \"eth\"", "net_af_packet")]
    [Arguments("net_null0,size", "net_null0's parameter \"size\" has no value", "write it like net_null0")]
    [Arguments("net_ring0,size=1", "net_ring has no parameter \"size\"; it has nodeaction", "write it like net_ring0")]
    [Arguments("ffff:ff:1f.7", "there is no PCI device ffff:ff:1f.7", "lspci -D lists them")]
    [Arguments("ff:1f.7", "there is no PCI device 0000:ff:1f.7", "lspci -D lists them")]
    [Arguments("net_af_packet0", "net_af_packet0 doesn't say which interface it takes", "write net_af_packet0,iface=..., like")]
    [Arguments("net_af_xdp0", "net_af_xdp0 doesn't say which interface it takes", "write net_af_xdp0,iface=..., like")]
    [Arguments("net_tap0,iface=sixteencharacter", "\"sixteencharacter\" is too long for an interface, 15 characters", "")]
    [Arguments("net_pcap0,rx_pcap={}/no.pcap", "there is no capture {}/no.pcap", "")]
    [Arguments("net_pcap0,tx_pcap={}/no/out.pcap", "there is no folder {}/no for the capture", "mkdir -p {}/no")]
    [Arguments("net_memif0,role=boss", "net_memif0's role is one of server, client, master, slave, not \"boss\"", "")]
    [Arguments("net_memif0,socket-abstract=1", "net_memif0's socket-abstract is one of yes, no, not \"1\"", "")]
    [Arguments("net_memif0,role=server,socket-abstract=no,socket={}/no/s", "no folder {}/no for the socket", "mkdir -p")]
    [Arguments("net_memif0,socket={}/s", "no memif server listens at {}/s in this network namespace",
        "start that side first, with role=server,socket={}/s")]
    [Arguments("net_memif0,role=client,socket-abstract=no,socket={}/s", "no memif server listens at {}/s.",
        "role=server,socket={}/s,socket-abstract=no")]
    [Arguments("net_virtio_user0", "net_virtio_user0 doesn't say where its vhost is", "write net_virtio_user0,path=...")]
    [Arguments("net_virtio_user0,path={}/s,server=yes", "net_virtio_user0's server is one of 0, 1, not \"yes\"", "")]
    [Arguments("net_virtio_user0,path={}/s", "no vhost-user socket is at {}/s",
        "start the program that serves it first (a port with net_vhost0,iface={}/s), or write server=1 here")]
    [Arguments("net_virtio_user0,path={}/taken,server=1", "the socket {}/taken exists already", "rm {}/taken")]
    [Arguments("net_vhost0", "net_vhost0 doesn't say where its socket is", "write net_vhost0,iface=...")]
    [Arguments("net_vhost0,iface={}/taken", "the socket {}/taken exists already", "if no program serves it any more")]
    [Arguments("net_vhost0,iface={}/no/s", "there is no folder {}/no for the socket", "mkdir -p {}/no")]
    [Arguments("net_bonding0,slave=net_null1", "net_bonding0 doesn't say how it shares packets out (0 to 6)", "")]
    [Arguments("net_bonding0,mode=7,slave=net_null1", "net_bonding0's mode is one of 0, 1, 2, 3, 4, 5, 6, not \"7\"", "")]
    [Arguments("net_bonding0,mode=1", "net_bonding0 has no members", "slave=(net_af_packet1,iface=eth1)")]
    [Arguments("net_bonding0,mode=1,slave=net_bonding1", "net_bonding1 can't be a member of net_bonding0", "")]
    [Arguments("net_bonding0,mode=1,slave=(open_loop,rate_pps=1)", "open_loop can't be a member of net_bonding0", "")]
    [Arguments("net_bonding0,mode=1,slave=net_null1,slave=(net_null2,sise=1)", "net_null has no parameter \"sise\"", "")]
    public void A_wrong_device_is_a_sentence_and_what_to_do(string device, string sentence, string fix)
    {
        File.WriteAllText(Path.Combine(folder, "taken"), "");
        var error = Assert.Throws<EnvironmentException>(() => DeviceCheck.BeforeProbe("core", DeviceString.Parse(Here(device))));
        Assert.StartsWith("port core: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(Here(sentence), error.Message, StringComparison.Ordinal);
        Assert.Contains(Here(fix), error.Fix ?? "", StringComparison.Ordinal);
    }

    [Test]
    [Arguments("net_null0,size=60")]
    [Arguments("net_ring0")]
    [Arguments("net_pcap0,rx_pcap={}/taken,tx_pcap={}/out")]
    [Arguments("net_memif0,role=server,socket={}/no/such/folder/as/it/is/abstract")]
    [Arguments("net_memif0,role=client,socket-abstract=no,socket={}/taken")]
    [Arguments("net_virtio_user0,path={}/taken")]
    [Arguments("net_virtio_user0,path={}/free,server=1")]
    [Arguments("net_vhost0,iface={}/free")]
    [Arguments("net_vhost0,iface={}/taken,client=1")]
    [Arguments("net_bonding0,mode=1,slave=net_null1,slave=net_null2")]
    public void A_right_device_has_no_sentence(string device)
    {
        File.WriteAllText(Path.Combine(folder, "taken"), "");
        DeviceCheck.BeforeProbe("core", DeviceString.Parse(Here(device)));
    }

    [Test]
    public void The_server_of_a_memif_is_found_by_its_abstract_socket()
    {
        string name = Path.Combine(folder, "memif");
        using var server = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint("\0" + name));
        server.Listen();
        DeviceCheck.BeforeProbe("core", DeviceString.Parse($"net_memif0,role=client,socket={name}"));
    }

    /// <summary>DPDK's number and line of log, where it comes so far.</summary>
    [Test]
    [Arguments(-16, "net_tap0 is busy: another program has it (taken)", null)]
    [Arguments(-13, "no permission for net_tap0 (taken)", "run it with sudo")]
    [Arguments(-22, "net_tap0,iface=a can't be opened: taken", null)]
    public void What_DPDK_refuses_is_a_sentence_too(int result, string sentence, string? fix)
    {
        EnvironmentException error =
            DeviceCheck.ProbeFailed("core", DeviceString.Parse("net_tap0,iface=a"), result, "EAL: taken\n");
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Equal(fix, error.Fix);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Here(string text) => text.Replace("{}", folder, StringComparison.Ordinal);
}
