using System.Linq;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Plan;

/// <summary>To which ports a packet can come without its checksum: not past a module that sees bytes.</summary>
public class DeviceWorkTests
{
    [Test]
    [Arguments("a", "", 0b001ul)]
    [Arguments("drop", "", 0b000ul)]
    [Arguments("split", "", 0b011ul)]
    [Arguments("count", "[node.count];module = 'counter';next = 'split'", 0b011ul)]
    [Arguments("count", "[node.count];module = 'macswap';next = 'split'", 0b000ul)]
    [Arguments("count", "[node.count];module = 'macswap_c';next = 'a'", 0b000ul)]
    [Arguments("count", "[node.count];module = 'ip_check';next = { ok = 'a', bad = 'b' }", 0b000ul)]
    public void A_checksum_is_left_only_where_nothing_sees_it(string hit, string node, ulong ports)
    {
        DispatchPlan plan = GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", $$"""
            schema = 1
            name = "left"
            [port.a]
            device = "net_null0"
            next = "table"
            [port.b]
            device = "net_null1"
            next = "split"
            [port.c]
            device = "net_null2"
            [node.table]
            module = "cache"
            next = { hit = "{{hit}}", miss = "c" }
            [node.split]
            next = [{ when = "udp.src == 53", to = "a" }, { when = "udp.src == 54", to = "drop" }, { to = "b" }]
            {{node.Replace(';', '\n')}}
            """), default, Repository.Modules)).Plan!;
        var work = new DeviceWork(plan);
        ModuleNode table = plan.Nodes.OfType<ModuleNode>().Single(one => one.Module.Name == "cache");
        Assert.Equal(ports, work.ChecksumPorts(table, table.Outputs.Single(output => output.Name == "hit")));
        Assert.Equal(0ul, work.ChecksumPorts(table, table.Outputs.Single(output => output.Name == "miss")));
        Assert.Equal(ports, plan.Ports.Aggregate(0ul, (all, port) => all | (work.MakesChecksums(port) ? 1ul << port.Id : 0)));
    }

    /// <summary>A counter on the way could tell by the length.</summary>
    [Test]
    [Arguments("a", 0b01ul)]
    [Arguments("count", 0b00ul)]
    [Arguments("drop", 0b00ul)]
    public void A_tag_is_left_only_right_before_a_port(string to, ulong ports)
    {
        DispatchPlan plan = GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", $$"""
            schema = 1
            name = "left"
            [port.a]
            device = "net_null0"
            [port.b]
            device = "net_null1"
            next = "tag"
            [node.tag]
            module = "vlan"
            next = { out = "{{to}}", other = "count" }
            config = { operation = "push" }
            [node.count]
            module = "counter"
            next = "a"
            """), default, Repository.Modules)).Plan!;
        ModuleNode tag = plan.Nodes.OfType<ModuleNode>().Single(one => one.Module.Name == "vlan");
        Assert.Equal(ports, DeviceWork.TagPorts(tag, tag.Outputs.Single(output => output.Name == "out")));
        Assert.Equal(ports != 0, new DeviceWork(plan).InsertsTags(plan.Ports.Single(port => port.Name == "a")));
    }
}
