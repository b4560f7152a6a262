using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>Code that is made to keep the verifier busy: it ends, with an answer, in seconds of this process's time.</summary>
[NotInParallel]
public sealed class HostileSizeTests
{
    const int SecondsMax = 30;

    static readonly Dictionary<string, Func<byte[]>> codes = new()
    {
        ["nops"] = () => Repeat([0x90], 1 << 20, [0xc3]),
        ["returns"] = () => Repeat([0xc3], 100_000, []),
        ["calls to the first"] = () => Chain(60_000, index => [0xe8, .. BitConverter.GetBytes(-5 * (index + 1))]),
        ["jumps to what follows"] = () => Repeat([0x74, 0x00], 200_000, [0xc3]),
        // Each function is only jumped to by the one before it: a round of the split finds one more.
        ["tail calls backwards"] = () => Chain(2_000, index => [0xe9, .. BitConverter.GetBytes(index == 0 ? -5 : -10)]),
        ["a loop around everything"] = () => [.. Repeat([0x48, 0xff, 0xc0], 100_000, []), 0x0f, 0x85,
            .. BitConverter.GetBytes(-(300_000 + 6)), 0xc3],
        ["conditional jumps to the end"] = () => [.. Chain(60_000, index =>
            [0x0f, 0x84, .. BitConverter.GetBytes(6 * (60_000 - index - 1))]), 0xc3],
        ["bytes of chance"] = () => Enumerable.Range(0, 1 << 20).Select(index => (byte)(index * 2654435761u >> 13)).ToArray(),
    };

    public static IEnumerable<string> Codes => codes.Keys;

    [Test]
    [MethodDataSource(nameof(Codes))]
    public void It_ends(string name)
    {
        byte[] text = codes[name]();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        VerifyReport report = Verifier.Verify(new ModuleCode(text, 0x10000, [0x10000], default));
        Assert.True(Process.GetCurrentProcess().TotalProcessorTime - before < TimeSpan.FromSeconds(SecondsMax));
        Assert.True(report.IsAccepted || report.Refusals.Count is > 0 and <= Verifier.RefusalsMax);
    }

    [Test]
    public void More_code_than_the_most_is_refused_unread() => Assert.Equal(RefusalId.TooComplex, Verifier.Verify(
        new ModuleCode(new byte[Verifier.TextBytesMax + 1], 0x10000, [0x10000], default)).Refusals.Single().Id);

    static byte[] Repeat(byte[] piece, int count, byte[] end) => [.. Chain(count, _ => piece), .. end];

    static byte[] Chain(int count, Func<int, byte[]> piece) => [.. Enumerable.Range(0, count).SelectMany(piece)];
}
