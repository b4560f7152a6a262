using System;
using System.IO;
using System.Linq;
using FastPaas.Dpdk;
using Xunit;

namespace FastPaas.Runtime.Tests;

public sealed class HostTests
{
    static readonly LcoreChoice Two = new(0, [1]);

    [Test]
    public void Without_hugepages_EAL_gets_ordinary_memory_of_the_size_that_is_needed()
    {
        string line = string.Join(' ', EalArguments.Compose("a", Two, hugepages: false, 100L << 20, []));
        Assert.Contains("--no-huge --no-shconf -m 101", line, StringComparison.Ordinal);
        Assert.DoesNotContain("--in-memory", line, StringComparison.Ordinal);
    }

    [Test]
    public void With_hugepages_EAL_leaves_no_files()
    {
        string line = string.Join(' ', EalArguments.Compose("a", Two, hugepages: true, 100L << 20, []));
        Assert.Contains("--in-memory", line, StringComparison.Ordinal);
        Assert.DoesNotContain("--no-huge", line, StringComparison.Ordinal);
    }

    [Test]
    public void No_PCI_device_is_touched_that_the_graph_does_not_name()
    {
        Assert.Contains("--no-pci", EalArguments.Compose("a", Two, false, 1, []));
        var named = EalArguments.Compose("a", Two, false, 1, ["0000:01:00.0"]);
        Assert.DoesNotContain("--no-pci", named);
        Assert.Equal("0000:01:00.0", named[named.IndexOf("--allow") + 1]);
    }

    [Test]
    public void The_page_size_with_the_most_free_memory_is_taken()
    {
        string folder = Directory.CreateTempSubdirectory("hugepages").FullName;
        void Pages(string size, int free)
        {
            Directory.CreateDirectory(Path.Combine(folder, size));
            File.WriteAllText(Path.Combine(folder, size, "free_hugepages"), free + "\n");
        }
        Pages("hugepages-2048kB", 100);
        Pages("hugepages-1048576kB", 1);
        Assert.Equal(new HostMemory(1L << 30, 1L << 30), HostMemory.Read(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void A_host_without_hugepages_has_none() => Assert.Equal(default, HostMemory.Read("/no/such/folder"));

    [Test]
    [Arguments("net_null0", "net_null", false)]
    [Arguments("net_af_packet12,iface=eth1", "net_af_packet", false)]
    [Arguments("0000:03:00.1", "0000:03:00.", true)]
    [Arguments("03:00.1,queues=2", "03:00.", true)]
    public void A_device_string_says_its_driver(string text, string driver, bool isPci)
    {
        var device = DeviceString.Parse(text);
        Assert.Equal(driver, device.Driver);
        Assert.Equal(isPci, device.IsPci);
    }

    [Test]
    public void A_device_strings_parameters_keep_their_values()
    {
        var device = DeviceString.Parse("net_pcap0,rx_pcap=/a=b.pcap,infinite_rx=1,flag");
        Assert.Equal("/a=b.pcap", device["rx_pcap"]);
        Assert.Equal("1", device["infinite_rx"]);
        Assert.Equal("", device["flag"]);
        Assert.Null(device["tx_pcap"]);
    }

    [Test]
    [Arguments("EAL: Detected CPU lcores: 2\npmd: Couldn't open /x: unknown format\nEAL: Driver cannot attach the device (x)\n",
        "Couldn't open /x: unknown format")]
    [Arguments("EAL: Driver cannot attach the device (net_null0)\nEAL: Failed to attach device on primary process\n",
        "Driver cannot attach the device (net_null0)")]
    [Arguments("", null)]
    public void The_reason_in_a_log_is_not_the_giving_up(string log, string? reason) =>
        Assert.Equal(reason, DpdkText.Reason(log));
}
