using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>No decision jumps on a packet: the conditional jumps of generated methods, as NativeAOT compiles them, come from a
/// short list of lines. Bodies of modules are inlined at the line that calls them, and are the modules' own business.</summary>
public sealed class JumpTests
{
    static readonly (string What, Regex Line, int JumpsMax)[] allowed =
    [
        // The test before the first round, and that at the end of each.
        ("loop counter", new Regex(@"^for \(nuint lane = 0; lane < count; lane\+\+\)$"), 2),
        ("loop counter, at the end of the loop's last statement", new Regex(@"^odd \|= 1ul << \(int\)lane;$"), 1),
        ("lanes left", new Regex(@"^for \(ulong rest = [\w &|~()]+; rest != 0; rest = LaneMasks\.WithoutLowest\(rest\)\)$"), 2),
        ("mask empty", new Regex(
            @"^if \(\w+ != 0\)( Transmit\.Drop\(lcore, \w+\);| Admission\.Parse\(lcore, odd\);| TenantQueue\.Add\(.*\);)?$"), 1),
        // The first test behind it, which the compiler gives no line of its own; what it calls isn't inlined.
        ("mask empty", new Regex(@"^ParseTenant\w+\(lcore, count\);$"), 1),
        // Long enough, one segment; the headers' shape, their lengths: each never taken for a plain packet.
        ("validator", new Regex(@"^if \(mbuf->DataLength >= \d+( && mbuf->Segments == 1)?\)$"), 2),
        ("validator", new Regex(@"^if \(!?PlainHeaders\.Is\w+\(.*\)\)$"), 2),
        // Whole burst or not; whether the device took all of it; and what a managed function pointer asks of every address.
        ("full-burst tx", new Regex(@"^(if \(\w+ == all\)|else) Transmit\.\w+\(.*\);$"), 3),
    ];

    static readonly Regex moduleCall = new(@"\.Process\(");

    const string Jumpy = """
        namespace FastPaas.Generated;
        public static unsafe class Jumpy
        {
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static ulong Web(LcoreContext* lcore, nuint count)
            {
                ulong web = 0;
                for (nuint lane = 0; lane < count; lane++)
                {
                    // A store, for which no conditional move stands in.
                    if (lcore->Burst[lane]->Data[37] == 80) lcore->Burst[lane]->Data[0] = (byte)++web;
                }
                return web;
            }
        }
        """;

    [Test]
    public void Generated_methods_jump_on_masks_loops_validators_and_full_bursts_only()
    {
        Dictionary<string, string> sources = new() { ["Jumpy.cs"] = Jumpy };
        CompileOutput output = InMemoryCompiler.Compile(
            "GeneratedGraphs", sources,
            GeneratorInput.Of(Repository.GraphNames.Select(GraphSource.FromRepository), [ModuleSet.Catalogue]),
            [ModuleSet.Catalogue.Reference], allowUnsafe: true);
        Assert.True(output.Image is not null, output.Errors);
        Dictionary<string, string[]> lines = output.Generated.Concat(sources)
            .ToDictionary(file => file.Key, file => file.Value.Split('\n'));
        IReadOnlyList<ConditionalJump> jumps = AotListing.ConditionalJumps(output, ModuleSet.Catalogue);
        string[] refused = [.. jumps.Where(IsOfEntries)
            .GroupBy(jump => (jump.Method, jump.File, jump.Line))
            .Select(group => Refuse(lines, group.First(), group.Count()))
            .OfType<string>()];
        string[] generated = [.. refused.Where(text => !text.StartsWith("Jumpy.cs"))];
        Assert.True(generated.Length == 0, string.Join("\n", generated));
        Assert.True(refused.Length > 0, "A method that jumps on a packet's byte passes: the test finds nothing.");
        Assert.True(jumps.Count(jump => jump.Method.Contains("ParseUplink")) >= 3,
            "The jumps of the edge graph's parsing loop aren't found.");
    }

    /// <summary>Not the control plane's: descriptions, configurations.</summary>
    static bool IsOfEntries(ConditionalJump jump) => Regex.IsMatch(jump.Method, "__(Run|Parse|Match|Web)");

    /// <summary>Null when the line may have so many conditional jumps.</summary>
    static string? Refuse(Dictionary<string, string[]> lines, ConditionalJump jump, int count)
    {
        string text = lines.TryGetValue(jump.File, out string[]? file) && jump.Line > 0 ? file[jump.Line - 1].Trim() : "";
        if (IsModuleCall(file, jump.Line)) return null;
        if (allowed.Any(kind => count <= kind.JumpsMax && kind.Line.IsMatch(text))) return null;
        return $"{jump.File}:{jump.Line}: {count} x {jump.Instruction} in {jump.Method}: {text}";
    }

    /// <summary>A statement that calls a module spans up to three lines; in a loop over lanes the one before it belongs to
    /// it.</summary>
    static bool IsModuleCall(string[]? file, int line) => file is not null
        && Enumerable.Range(line - 3, file.Length > line && line > 0 && file[line - 1].Contains("nuint lane = ") ? 4 : 3)
            .Any(index => index >= 0 && index < file.Length && moduleCall.IsMatch(file[index]));
}
