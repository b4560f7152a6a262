using System;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>What <c>build</c> says of the copies that confined modules cost.</summary>
public sealed class PacketCopiesTests
{
    [Test]
    public void Each_node_whose_module_sees_packets_is_told_of_with_what_a_copy_costs() => Assert.Equal(
        [
            "  copies        node reader: reads_c gets a copy of each packet",
            "  copies        node writer: writes_c gets a copy of each packet, which is copied back",
            "  copies        loads and stores of 32 bytes for a copy: of 64 bytes 2, of 1,518 bytes 48",
        ], Lines("reads_c", "writes_c", "sees_none_c"));

    [Test]
    public void Where_no_module_sees_packets_nothing_is_said() =>
        Assert.Empty(Lines("sees_none_c", "sees_none_c", "sees_none_c"));

    static string[] Lines(string reader, string writer, string other)
    {
        string graph = $"""
            schema = 1
            name = "copies"
            [port.wire]
            device = "net_null0"
            next = "reader"
            [node.reader]
            module = "{reader}"
            next = "writer"
            [node.writer]
            module = "{writer}"
            next = "other"
            [node.other]
            module = "{other}"
            next = "wire"
            """;
        SourceFile[] manifests = [Manifest("reads_c", "read"), Manifest("writes_c", "write"), Manifest("sees_none_c", "none")];
        GraphResult result = GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", graph), default,
            manifests.ToEquatableArray()));
        Assert.Empty(result.Diagnostics);
        return PacketCopies.Describe(result.Plan!.Nodes.OfType<ModuleNode>())
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    static SourceFile Manifest(string name, string packet) => new(name + "/module.toml", $"""
        name = "{name}"
        language = "c"
        summary = "A case"
        packet = "{packet}"
        outputs = ["out"]
        """);
}
