using System;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Native;

/// <summary>What a module in C is compiled with, and the bytes that it gets: every type of configuration. FASTPAAS_ACCEPT=1
/// writes the golden files anew.</summary>
public sealed class ModuleHeaderTests
{
    const string Graph = """
        schema = 1
        name = "types"
        [port.a]
        device = "net_null0"
        next = "n"
        [port.b]
        device = "net_null1"
        [node.n]
        module = "types"
        next = { first = "b", default = "drop" }
        [node.n.config]
        a_bool = true
        a_u16 = 0x1234
        a_u64 = 0x0123456789abcdef
        a_u8 = 7
        a_string = "bör"
        an_enum = "max"
        a_mac = "02:00:00:00:00:01"
        a_prefix = "2001:db8::/32"
        a_range = "80..90"
        default = 0xdeadbeef
        numbers = [1, 2, 3]
        nothing = []
        words = ["one", "two"]
        rules = [{ action = "deny", src = ["10.0.0.0/8", "192.0.2.1"] }, { action = "permit" }]
        """;

    [Test]
    public void The_header_of_every_type_is_its_golden_one() =>
        CheckGolden("types.h", ModuleHeader.Header(Node().Module));

    [Test]
    public void The_descriptor_names_what_is_defined_and_no_more() => CheckGolden("types.descriptor.c",
        ModuleDescriptor.Source(Node().Module,
        [
            new("types", "FP_PROTECTION_SEGMENT", false, 1, ["process", "init", "helper", "expire"])
            {
                Image = new(4096, 5000, 6000),
                Lines = [new(0, "modules/types/types.c", 3, 0), new(17, "native/module/fp_module.h", 50, 9)],
            },
            new("types_MASK_WRITE", "FP_PROTECTION_MASK", true, 2, ["process", "reconfigure"]) { Image = new(0, 0, 0) },
            new("types_NONE", "FP_PROTECTION_NONE", false, 4, ["process"]),
        ]));

    [Test]
    public void The_block_has_each_value_where_the_header_says()
    {
        byte[] block = ConfigBlock.Write(Node().Module, Node().Config);
        CheckGolden("types.block", string.Concat(block.Chunk(16).Select(row => Convert.ToHexStringLower(row) + "\n")));
    }

    [Test]
    public void A_module_without_configuration_has_a_struct_all_the_same()
    {
        ModuleManifest manifest = GraphCompiler.CompileManifest(new SourceFile("bare/module.toml",
            "name = \"bare\"\nlanguage = \"c\"\nsummary = \"x\"\npacket = \"none\"\noutputs = [\"out\"]\n")).Manifest!;
        Assert.Contains("struct bare_config {\n\tuint8_t none;\n};\n", ModuleHeader.Header(manifest), StringComparison.Ordinal);
        Assert.Equal(new byte[8], ConfigBlock.Write(manifest, default));
    }

    static ModuleNode Node()
    {
        SourceFile manifest = new("types/module.toml", File.ReadAllText(PathOf("types.toml")));
        GraphResult result = GraphCompiler.Compile(new GraphSources(
            new SourceFile("graph.toml", Graph), default, new[] { manifest }.ToEquatableArray()));
        Assert.True(result.Plan is not null, string.Join('\n', result.Diagnostics));
        return result.Plan.Nodes.OfType<ModuleNode>().Single();
    }

    static void CheckGolden(string name, string actual)
    {
        if (Repository.Accept) File.WriteAllText(PathOf(name), actual);
        Assert.Equal(File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "", actual);
    }

    static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Graph", "Native", name);
}
