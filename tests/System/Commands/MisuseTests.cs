using System;
using System.IO;
using Xunit;

namespace FastPaas.Commands.Tests;

[ClassDataSource<DemoBinary>(Shared = SharedType.PerAssembly)]
public sealed class MisuseTests(DemoBinary binary) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    [Arguments("$B", 2)]
    [Arguments("$B fly", 2)]
    [Arguments("$B replay in.pcap", 2)]
    [Arguments("$B explain", 2)]
    [Arguments("$B explain gibberish", 1)]
    [Arguments("$B replay /nonexistent out.pcap", 1)]
    [Arguments("$B replay - /dev/null < /dev/null", 1)]
    [Arguments("head -c 100000 /dev/urandom | $B replay - /dev/null", 1)]
    [Arguments("$B replay / out.pcap", 1)]
    [Arguments("$B replay $IN /nonexistent/out.pcap", 1)]
    [Arguments("$B replay $IN $IN", 1)]
    [Arguments("$B replay $IN /dev/full", 1)]
    [Arguments("$B describe > /dev/full", 4)]
    [Arguments("$B describe >&-", 4)]
    [Arguments("$B stats --instance nobody", 1)]
    [Arguments("$B run --port lan=no_such_device --duration 1", 4)]
    [Arguments("$B run --port nowhere=net_null0 --duration 1", 2)]
    [Arguments("$B run --lcores 4711 --duration 1", 1)]
    [Arguments("$B run --lcores 0,4711 --duration 1", 1)]
    [Arguments("$B run --lcores 0, --duration 1", 1)]
    [Arguments("$B run --lcores 0,1-3 --duration 1", 1)]
    [Arguments("$B run --lcores '' --duration 1", 1)]
    public void A_mistake_is_one_sentence_and_its_exit_code(string line, int expected)
    {
        (int code, string output, string error) = binary.Shell($"cd {folder}; IN={binary.DemoCapture}; {line}");
        Assert.True(code == expected, $"exit {code}: {error}");
        Assert.StartsWith("demo: ", error);
        Assert.DoesNotContain("   at ", error + output);
        Assert.DoesNotContain("Exception", error + output);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Test]
    [Arguments("$B describe >&- 2>&-", 4)]
    [Arguments("$B explain 00 <&- >&- 2>&-", 4)]
    [Arguments("$B describe 2>&-", 0)]
    [Arguments("$B describe < /dev/urandom", 0)]
    [Arguments("$B describe | head -c 1; exit ${PIPESTATUS[0]}", 0)]
    public void Closed_and_odd_streams_end_with_a_code(string line, int expected) =>
        Assert.Equal(expected, binary.Shell(line).ExitCode);

    [Test]
    public void Ctrl_c_ends_a_replay_of_a_silent_pipe_and_leaves_nothing()
    {
        (int code, _, string error) = binary.Shell(
            $"""
            cd {folder}; mkfifo in; sleep 20 > in & writer=$!
            timeout -s INT 1 $B replay in out.pcap; code=$?
            kill $writer; rm in; exit $code
            """);
        // 124: timeout says that it sent its signal; 137 would be that it had to kill.
        Assert.True(code == 124, $"{code}: {error}");
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Test]
    public void A_write_into_a_folder_that_is_read_only_is_refused()
    {
        if (!Environment.IsPrivilegedProcess) Skip.Test("mount needs root.");
        (int code, _, string error) = binary.Shell(
            $"""
            mkdir {folder}/ro && mount -t tmpfs -o ro none {folder}/ro || exit 99
            $B replay {binary.DemoCapture} {folder}/ro/out.pcap; code=$?
            umount {folder}/ro; exit $code
            """);
        Assert.Equal((1, $"demo: {folder}/ro/out.pcap can't be written: the file system is read-only.\n"), (code, error));
    }

    [Test]
    public void A_full_disk_leaves_no_half_file()
    {
        if (!Environment.IsPrivilegedProcess) Skip.Test("mount needs root.");
        (int code, string output, string error) = binary.Shell(
            $"""
            mkdir {folder}/small && mount -t tmpfs -o size=4k none {folder}/small || exit 99
            head -c 4096 /dev/zero > {folder}/small/fill
            $B replay {binary.DemoCapture} {folder}/small/out.pcap; code=$?
            ls {folder}/small; umount {folder}/small; exit $code
            """);
        Assert.Equal(
            (1, "fill\n", $"demo: {folder}/small/out.pcap can't be written: the disk is full; nothing is left of it.\n"),
                (code, output, error));
    }
}
