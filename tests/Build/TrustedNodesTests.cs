using System;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>What <c>build</c> says of modules that are confined in part or not at all: each node by its name.</summary>
public sealed class TrustedNodesTests
{
    const string Reads = "reads all of the process";
    const string All = "reads and writes all of the process, and nothing catches its faults";

    [Test]
    [Arguments("auto", "write: m_c " + Reads, "none: m_c " + All)]
    [Arguments("mask-write", "full: m_c " + Reads, "write: m_c " + Reads, "none: m_c " + All)]
    [Arguments("none", "full: m_c " + All, "write: m_c " + All, "none: m_c " + All)]
    public void Each_node_that_is_not_confined_whole_is_named(string protect, params string[] expected) => Assert.Equal(
        expected.Select(line => "  TRUSTED       node " + line), Lines(Protection.Parse(protect)!));

    static string[] Lines(Protection protection)
    {
        const string Graph = """
            schema = 1
            name = "trusted"
            [port.wire]
            device = "net_null0"
            next = "full"
            [node.full]
            module = "m_c"
            next = "write"
            [node.write]
            module = "m_c"
            protection = "write"
            next = "none"
            [node.none]
            module = "m_c"
            protection = "none"
            next = "wire"
            """;
        SourceFile manifest = new("m_c/module.toml", """
            name = "m_c"
            language = "c"
            summary = "A case"
            packet = "write"
            outputs = ["out"]
            """);
        GraphResult result = GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", Graph), default,
            new[] { manifest }.ToEquatableArray()));
        Assert.Empty(result.Diagnostics);
        return CModuleStep.Trusted(result.Plan!.Nodes.OfType<ModuleNode>(), protection)
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
