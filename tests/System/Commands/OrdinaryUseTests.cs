using System;
using System.IO;
using System.Text.Json;
using Xunit;

namespace FastPaas.Commands.Tests;

[ClassDataSource<DemoBinary>(Shared = SharedType.PerAssembly)]
public sealed class OrdinaryUseTests(DemoBinary binary) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    [Arguments("--help")]
    [Arguments("--version")]
    [Arguments("describe")]
    [Arguments("describe --json")]
    [Arguments("explain 'tcp 192.0.2.5:1 > 203.0.113.1:80'")]
    [Arguments("bench --seconds 0.05 --json")]
    public void It_works_in_an_empty_chroot_as_an_ordinary_user(string arguments)
    {
        (int code, string output, string error) = Chrooted(arguments);
        Assert.Equal((0, ""), (code, error));
        Assert.NotEmpty(output);
    }

    [Test]
    public void Replay_works_in_an_empty_chroot_as_an_ordinary_user()
    {
        File.Copy(binary.DemoCapture, Path.Combine(folder, "in.pcap"));
        (int code, string output, string error) = Chrooted("replay in.pcap /open/out.pcap");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("\nconserved: ", output);
    }

    [Test]
    public void Run_in_an_empty_chroot_says_what_it_misses()
    {
        (int code, _, string error) = Chrooted("run --duration 1");
        Assert.Equal(
            """
            demo: neither /proc nor /sys is mounted here, and DPDK needs both.
              try: mount -t proc proc /proc && mount -t sysfs sysfs /sys

            """, error);
        Assert.Equal(4, code);
    }

    [Test]
    public void Explain_counts_the_hop_and_fixes_the_checksum()
    {
        using JsonDocument report = Json("$B explain 'tcp 192.0.2.5:1 > 203.0.113.1:80 ttl 3' --json");
        Assert.Equal("wan", report.RootElement.GetProperty("port").GetString());
        Assert.Equal("byte 22: 03 -> 02", report.RootElement.GetProperty("changes")[0].GetString());
        Assert.True(report.RootElement.GetProperty("cost").GetProperty("alone_cycles").GetDouble() >= 0);
    }

    [Test]
    public void Describe_carries_the_proof_and_the_versions()
    {
        using JsonDocument report = Json("$B describe --json");
        Assert.Contains("antispoof", report.RootElement.GetProperty("certificate")[0].GetString());
        Assert.StartsWith("DPDK 22.11", report.RootElement.GetProperty("build").GetProperty("dpdk").GetString());
        Assert.True(report.RootElement.GetProperty("build").GetProperty("is_native").GetBoolean());
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void Every_real_capture_is_conserved(bool isTwice)
    {
        string? captures = Environment.GetEnvironmentVariable("FASTPAAS_PCAP");
        if (captures is null) Skip.Test("FASTPAAS_PCAP names no folder of captures.");
        foreach (string file in Directory.GetFiles(captures, "*.pcap*"))
        {
            string input = file;
            for (int pass = 0; pass < (isTwice ? 2 : 1); pass++)
            {
                string output = Path.Combine(folder, $"{pass}.pcap");
                (int code, string said, string error) = binary.Shell($"$B replay '{input}' '{output}' --json");
                Assert.True(code == 0, $"{input}: {error}");
                using var report = JsonDocument.Parse(said);
                Assert.True(report.RootElement.GetProperty("counters").GetProperty("conservation").GetProperty(
                    "is_conserved").GetBoolean());
                input = output;
            }
        }
    }

    [Test]
    public void Stats_asks_a_running_instance()
    {
        (int code, string output, string error) = binary.Shell(
            $"""
            $B run --port lan=net_null0 --port wan=net_null1 --state-dir {folder} --instance one --duration 20 \
                > {folder}/run.out 2> {folder}/run.err &
            pid=$!
            for i in $(seq 100); do grep -q ^ready: {folder}/run.err && break; sleep 0.1; done
            $B stats --state-dir {folder} --instance one --json
            code=$?
            kill $pid; wait $pid; echo "run $?" >&2
            exit $code
            """);
        string log = File.ReadAllText(Path.Combine(folder, "run.err"));
        Assert.True(code == 0 && error == "run 0\n", $"{code} {error} {log}");
        using var report = JsonDocument.Parse(output);
        Assert.True(report.RootElement.GetProperty("counters").GetProperty("ports")[0].GetProperty("rx_packets").GetInt64() > 0);
        Assert.Contains("\nconserved: ", File.ReadAllText(Path.Combine(folder, "run.out")));
    }

    JsonDocument Json(string line)
    {
        (int code, string output, string error) = binary.Shell(line);
        Assert.Equal((0, ""), (code, error));
        return JsonDocument.Parse(output);
    }

    /// <summary>In a root that holds the executable, and a folder where anybody may write.</summary>
    (int ExitCode, string Output, string Error) Chrooted(string arguments)
    {
        if (!Environment.IsPrivilegedProcess) Skip.Test("chroot needs root.");
        File.Copy(binary.Path, Path.Combine(folder, "demo"));
        return binary.Shell(
            $"chmod 755 {folder}; mkdir -m 777 {folder}/open; chroot --userspec=65534:65534 {folder} /demo {arguments}");
    }
}
