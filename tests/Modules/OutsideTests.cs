using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>The examples of modules from outside the repository: one in C#, one in C, which do the same.</summary>
public sealed class OutsideTests
{
    static readonly ModuleSet outside = ModuleSet.FromFolder("FastPaas.UserModules", Repository.Path("tests", "Modules",
        "Outside"));

    [Test]
    public void The_example_in_C_does_what_its_twin_does()
    {
        Random random = new(5);
        byte[][] frames = [.. Enumerable.Range(0, 640).Select(_ => Frame(random))];
        List<(string, string)> twin = Run("dscp", frames), inC = Run("dscp_c", frames);
        Assert.Equal(twin, inC);
        Assert.InRange(twin.Count(sent => sent.Item1 == "marked"), 100, 540);
    }

    [Test]
    public void Both_refuse_a_value_that_they_are_to_keep()
    {
        foreach (string module in new[] { "dscp", "dscp_c" })
        {
            using GraphAssembly graph = Compile(module, "keep = [40, \"44..46\"]");
            var refused = Assert.Throws<ModuleConfigurationException>(() => new TestLcore(graph.Graph));
            Assert.Contains("also in keep.", refused.Message.Replace("its dscp is ", "dscp 46 is "));
        }
    }

    static List<(string Port, string Bytes)> Run(string module, byte[][] frames)
    {
        using GraphAssembly graph = Compile(module, "keep = [0, \"8..14\"]");
        using TestLcore lcore = new(graph.Graph);
        foreach (byte[][] burst in frames.Chunk(graph.Graph.BurstSize))
        {
            foreach (byte[] frame in burst) lcore.Add(frame);
            lcore.Run("left");
        }

        lcore.CheckNoLeak();
        return [.. new[] { "marked", "other" }.SelectMany(port =>
            lcore.Sent(port).Select(packet => (port, Convert.ToHexStringLower(packet.Bytes))))];
    }

    static GraphAssembly Compile(string module, string keep) => GraphAssembly.Compile([new GraphSource($$"""
        schema = 1
        name = "case"
        [port.left]
        device = "net_null0"
        next = "n"
        [port.marked]
        device = "net_null1"
        [port.other]
        device = "net_null2"
        [node.n]
        module = "{{module}}"
        next = { marked = "marked", other = "other" }
        [node.n.config]
        dscp = 46
        {{keep}}
        """)], [outside]);

    /// <summary>IPv4 behind up to three tags, sometimes cut or of another version; or anything.</summary>
    static byte[] Frame(Random random)
    {
        byte[] frame = new byte[random.Next(14, 90)];
        random.NextBytes(frame);
        int at = 12;
        for (int tags = random.Next(4); tags > 0 && at + 6 < frame.Length; tags--, at += 4)
            (frame[at], frame[at + 1]) = random.Next(2) == 0 ? ((byte)0x81, (byte)0x00) : ((byte)0x88, (byte)0xa8);
        if (random.Next(8) == 0 || at + 8 > frame.Length) return frame;
        (frame[at], frame[at + 1]) = (0x08, 0x00);
        frame[at + 2] = (byte)(random.Next(6) == 0 ? random.Next(256) : 0x45 + random.Next(3));
        if (random.Next(6) != 0 && at + 6 < frame.Length) (frame[at + 4], frame[at + 5]) = (0, 60);
        return frame;
    }
}
