using System;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.SystemTests;

public sealed class BinaryTests
{
    const long SizeMax = 16 << 20;

    [Test]
    public void Ldd_says_that_it_is_linked_statically() =>
        Assert.Contains("statically linked", Command.Run("ldd", [Checkout.Wire]).Output, StringComparison.Ordinal);

    [Test]
    public void It_is_at_most_16_MiB_stripped() => Assert.InRange(new FileInfo(Checkout.Wire).Length, 1 << 20, SizeMax);

    [Test]
    public void Its_symbols_are_in_a_file_beside_it()
    {
        Assert.True(File.Exists(Checkout.Wire + ".dbg"));
        Assert.Contains("no symbols", Command.Run("nm", [Checkout.Wire]).Error, StringComparison.Ordinal);
    }

    /// <summary>From the start of the process to packets; the best of some, since other programs run here too.</summary>
    [Test]
    public void It_is_ready_in_less_than_300_ms()
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 15 && best.TotalMilliseconds >= 300; i++)
        {
            using Instance instance = Instance.Start(Checkout.Wire);
            if (instance.ReadyAfter < best) best = instance.ReadyAfter;
        }
        Assert.True(best.TotalMilliseconds < 300, $"ready after {best.TotalMilliseconds:0} ms at best");
    }

    [Test]
    public void The_same_sources_in_another_folder_give_the_same_bytes()
    {
        string other = Directory.CreateTempSubdirectory("fastpaas-other").FullName;
        try
        {
            foreach (string file in Sources()) Copy(file, Path.Combine(other, file));
            string again = Checkout.Publish(
                "runtime/FastPaas.Host", "FastPaas.Host", [$"-p:FastPaasGraphFolder={other}/graphs/io/"], other);
            Assert.Equal(File.ReadAllBytes(Checkout.Wire), File.ReadAllBytes(again));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    /// <summary>As <c>./build.sh build</c> does when only the graph changed: without the projects of what graphs share.</summary>
    [Test]
    public void A_graph_compiled_with_what_was_built_before_gives_the_same_bytes()
    {
        byte[] whole = File.ReadAllBytes(Checkout.Wire);
        string other = Directory.CreateTempSubdirectory("fastpaas-other").FullName;
        try
        {
            Copy("graphs/io/graph.toml", Path.Combine(other, "io", "graph.toml"));
            string again = Checkout.Publish("runtime/FastPaas.Host", "FastPaas.Host",
                [$"-p:FastPaasGraphFolder={other}/io/", "--no-restore", "-p:FastPaasAsBuilt=true"]);
            Assert.Equal(whole, File.ReadAllBytes(again));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    static string[] Sources() =>
        [.. Directory.EnumerateFiles(Checkout.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal)
                && !file.StartsWith(".git/", StringComparison.Ordinal))];

    static void Copy(string file, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(Checkout.Root, file), to);
    }
}
