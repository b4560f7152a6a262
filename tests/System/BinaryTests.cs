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

    /// <summary>Only the graph changed: then <c>./build.sh build</c> runs the commands that MSBuild ran before, and no
    /// MSBuild.</summary>
    [Test]
    public void A_changed_graph_that_is_compiled_without_MSBuild_gives_the_same_bytes()
    {
        string other = Directory.CreateTempSubdirectory("fastpaas-other").FullName;
        try
        {
            string graph = Path.Combine(other, "io", "graph.toml");
            Copy("graphs/io/graph.toml", graph);
            string text = File.ReadAllText(graph);
            File.WriteAllText(graph, text.Replace("net_null0", "net_null7"));
            Assert.Contains("MSBuild", Build(graph, Path.Combine(other, "first")), StringComparison.Ordinal);
            File.WriteAllText(graph, text);
            string output = Build(graph, Path.Combine(other, "second"));
            Assert.Matches(@"\n  compare .* only the graph changed\n", output);
            Assert.Matches(@"\n  compile .* C# \S+ s, machine code \S+ s, link \S+ s\n", output);
            Assert.Equal(File.ReadAllBytes(Checkout.Wire), File.ReadAllBytes(Path.Combine(other, "second")));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    /// <summary>An older file may come back, from version control or from a copy: times say nothing.</summary>
    [Test]
    public void A_graph_that_is_older_than_what_was_compiled_is_compiled()
    {
        string other = Directory.CreateTempSubdirectory("fastpaas-other").FullName;
        try
        {
            string graph = Path.Combine(other, "io", "graph.toml"), changed = Path.Combine(other, "changed");
            Copy("graphs/io/graph.toml", graph);
            byte[] before = Compile(graph, changed);
            File.WriteAllText(graph, File.ReadAllText(graph).Replace("net_null0", "net_null7"));
            File.SetLastWriteTimeUtc(graph, DateTime.UnixEpoch);
            Assert.NotEqual(before, Compile(graph, changed));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    /// <summary>Returns what was printed.</summary>
    static string Build(string graph, string binary)
    {
        Finished built = Command.Run(Path.Combine(Checkout.Root, "build.sh"),
            ["build", Path.GetDirectoryName(graph)!, "-o", binary, "--no-install"], TimeSpan.FromMinutes(15));
        Assert.True(built.ExitCode == 0, built.Error);
        return built.Output;
    }

    /// <summary>The C# of a graph only, as the build has it done; returns the assembly.</summary>
    static byte[] Compile(string graph, string changed)
    {
        File.WriteAllText(changed, "");
        Finished built = Command.Run("dotnet",
            [
                "build", Path.Combine(Checkout.Root, "runtime/FastPaas.Host"), "-c", "Release", "-v", "q", "--nologo",
                "-t:Build", "-getProperty:TargetPath", $"-p:FastPaasGraphFolder={Path.GetDirectoryName(graph)}/",
                $"-p:FastPaasChanged={changed}",
            ],
            TimeSpan.FromMinutes(15));
        Assert.True(built.ExitCode == 0, built.Output);
        return File.ReadAllBytes(built.Output.Trim());
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
