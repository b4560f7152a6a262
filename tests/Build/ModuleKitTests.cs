using System;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>What the author of a module does: begins with a template, breaks it, and reads what <c>check</c> says.</summary>
[NotInParallel]
public sealed class ModuleKitTests : IDisposable
{
    const string Counts = "state->expired++;";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_new_module_works_and_its_packets_verdicts_protection_and_cost_are_told()
    {
        Outcome outcome = Check("mine", "--new", "c", "-o", "out.pcap", "--unconfined", "--fuzz", "1");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Errors);
        foreach (string line in (string[])["packets       256", "passed", "verified      mine, mask", "unprotected", "inputs"])
            Assert.Contains(line, outcome.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(folder.Path, "out.pcap")).Length > 256 * 60);
    }

    [Test]
    [Arguments("mine", "state->expird++;", "error: no member named 'expird'")]
    [Arguments("mine/", "state->expird++;", "error: no member named 'expird'")]
    [Arguments("mine", "__asm__(\"nop\");", "error: GNU-style inline assembly is disabled")]
    public void What_does_not_compile_is_refused_at_its_line(string named, string written, string expected)
    {
        string source = Begin(Counts, written);
        Outcome outcome = Check(named);
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith($"mine/mine.c({LineOf(source, written)},", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }

    /// <summary>Such a shift goes through the machine stack, at an index that nothing in the code bounds.</summary>
    [Test]
    public void What_the_verifier_refuses_is_told_at_its_line()
    {
        string source = Begin(Counts, "volatile _BitInt(500) wide = 1; wide <<= state->expired;");
        Outcome outcome = Check("mine");
        Assert.Equal(1, outcome.Code);
        int line = LineOf(source, "_BitInt");
        Assert.Contains($"module mine: modules/mine/mine.c:{line}:", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("VF0011", outcome.Errors, StringComparison.Ordinal);
    }

    [Test]
    [Arguments("*(volatile int *)(uintptr_t)(state->expired * 8) = 1;", "it reaches for 0x0, which isn't its memory, by segment")]
    [Arguments("for (volatile int i = 0; ; i++);", "it doesn't end within its budget of 1 ms, by segment")]
    [Arguments("((volatile uint64_t *)state)[3]++;", "error: use-after-poison")]
    public void What_breaks_on_the_capture_is_told_at_its_line(string written, string expected)
    {
        string source = Begin(Counts, written);
        Outcome outcome = Check("mine", "--unconfined");
        Assert.Equal(3, outcome.Code);
        Assert.Contains($"mine/mine.c({LineOf(source, written)},", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>What nobody confines might do anything to who only wanted to know whether a module is good.</summary>
    [Test]
    public void Nothing_of_the_module_runs_unconfined_unless_its_author_says_so()
    {
        string marker = Path.Combine(folder.Path, "ran");
        Begin(Counts, Counts, $$"""

            #ifdef FP_SANITIZED
            int open(const char *, int, int);
            __attribute__((constructor)) static void early(void) { open("{{marker}}", 0101, 0600); }
            #endif
            """);
        Outcome outcome = Check("mine");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Errors);
        Assert.DoesNotContain("unprotected", outcome.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
        Assert.Equal(0, Check("mine", "--unconfined").Code);
        Assert.True(File.Exists(marker));
    }

    [Test]
    [Arguments(false), Arguments(true)]
    public void A_fault_of_init_is_told_and_nothing_else_runs(bool isUnconfined)
    {
        const string Start = "\treturn state;";
        string source = Begin(Start, "\t*(volatile int *)(uintptr_t)(state->expired * 8) = 1;\n" + Start);
        Outcome outcome = Check(isUnconfined ? ["mine", "--unconfined"] : ["mine"]);
        Assert.Equal(3, outcome.Code);
        Assert.Contains($"mine/mine.c({LineOf(source, "*(volatile int *)")},", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("it reaches for 0x0, which isn't its memory, by segment, init", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>The made capture has bursts of other sizes.</summary>
    [Test]
    public void A_fault_in_full_bursts_alone_is_told()
    {
        const string Loop = "\tfor (uint32_t i = 0; i < burst->count; i++)";
        Begin(Loop, "\tif (burst->count == 64)\n\t\t*(volatile int *)(uintptr_t)(burst->count - 64) = 1;\n" + Loop);
        Outcome outcome = Check("mine", "--unconfined");
        Assert.Equal(3, outcome.Code);
        Assert.Contains("it reaches for 0x0, which isn't its memory, by segment", outcome.Output, StringComparison.Ordinal);
    }

    [Test]
    public void A_name_that_holds_what_the_template_fills_in_is_filled_in_once()
    {
        Outcome outcome = Check("hostname", "--new", "c");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Errors);
    }

    /// <summary>No frame that the kit makes begins so; behind the frame an arena has memory, and nothing traps. The kit's own
    /// sources have such names too, and somebody's capture is there already.</summary>
    [Test]
    public void A_read_behind_a_packet_is_found_by_fuzzing_and_its_capture_shows_it_again()
    {
        const string Layer3 = "\tstruct fp_layer3 layer3";
        string source = Begin(Layer3, "\tif (length > 14 && frame[14] == 0xbe)\n\t\treturn frame[length + 3];\n" + Layer3);
        string other = Path.Combine(folder.Path, "mine", "kit-begin.c");
        File.WriteAllText(other, "int kit_begin(void);\nint kit_begin(void) { return 1; }\n");
        string before = Path.Combine(folder.Path, "mine.crash.pcap");
        File.WriteAllText(before, "an earlier one");
        Outcome fuzzed = Check("mine", "--unconfined", "--fuzz", "60");
        Assert.Equal(3, fuzzed.Code);
        string place = $"mine/mine.c({LineOf(source, "return frame[length + 3]")},";
        Assert.Contains(place, fuzzed.Output, StringComparison.Ordinal);
        Outcome again = Check("mine", "--unconfined", "--capture", "mine.crash-2.pcap");
        Assert.Equal(3, again.Code);
        Assert.Equal("an earlier one", File.ReadAllText(before));
        Assert.Contains(place, again.Output, StringComparison.Ordinal);
        Assert.Contains("heap-buffer-overflow: READ of size 1", again.Output, StringComparison.Ordinal);
    }

    [Test]
    public void A_configuration_that_can_not_be_is_told_at_its_line()
    {
        Begin(Counts, Counts);
        folder.Write("config.toml", "\nhops = 17\n");
        Outcome outcome = Check("mine", "--config", "config.toml");
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("config.toml(2,8): error FP", outcome.Output, StringComparison.Ordinal);
    }

    [Test]
    public void A_capture_that_is_no_file_is_refused_before_it_is_read()
    {
        Begin(Counts, Counts);
        Outcome outcome = Check("mine", "--capture", "/dev/zero");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("--capture /dev/zero: write what it gives into a file first", outcome.Errors, StringComparison.Ordinal);
    }

    [Test]
    public void A_capture_that_is_none_is_refused_in_a_sentence()
    {
        Begin(Counts, Counts);
        Outcome outcome = Check("mine", "--capture", "mine/mine.c");
        Assert.Equal(4, outcome.Code);
        Assert.Contains("build: mine/mine.c can't be read: ", outcome.Errors, StringComparison.Ordinal);
    }

    [Test]
    public void What_this_machine_may_not_confine_is_not_run()
    {
        Begin(Counts, Counts);
        Outcome outcome = Check("mine", "--protect=mpx");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("take compare", outcome.Errors, StringComparison.Ordinal);
    }

    [Test]
    public void A_module_is_in_one_language()
    {
        Begin(Counts, Counts);
        folder.Write("mine/Mine.cs", "");
        Assert.Equal(1, Check("mine").Code);
        Assert.Contains("mine has .c and .cs files", Check("mine").Errors, StringComparison.Ordinal);
    }

    [Test]
    public void Modules_in_CSharp_begin_with_a_class_of_their_name()
    {
        string templates = Path.Combine(Script.Root, "generators", "FastPaas.Build", "ModuleKit", "Templates");
        Assert.Equal(["c", "csharp"], Directory.GetDirectories(templates).Select(Path.GetFileName).Order());
        Outcome outcome = Check("my_own", "--new", "csharp", "--unconfined");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("public static class MyOwn", File.ReadAllText(Path.Combine(folder.Path, "my_own", "MyOwn.cs")),
            StringComparison.Ordinal);
    }

    /// <summary>Routes longer than /16, whose tables once were taken from the heap piece by piece and used as one.</summary>
    [Test]
    public void Lpm_c_stays_within_what_it_asked_its_heap_for()
    {
        folder.Write("config.toml", """
            routes = [
                { prefix = "10.1.2.0/24", hop = 1 }, { prefix = "10.1.2.128/25", hop = 2 },
                { prefix = "192.168.77.1/32", hop = 4 },
            ]
            """);
        Outcome outcome = Check(Path.Combine(Script.Root, "modules", "lpm_c"), "--config", "config.toml", "--unconfined");
        Assert.Contains("no mistake was found", outcome.Output, StringComparison.Ordinal);
    }

    [Test]
    [Arguments("nowhere", "doesn't exist")]
    [Arguments(".", "has no graph.toml")]
    [Arguments("Bad --new c", "can't name a module")]
    [Arguments("acl --new c", "the catalogue has a module acl")]
    [Arguments("there --new c", "there is there already")]
    [Arguments("a/b --new c", "there is no folder")]
    [Arguments("there --unconfined --fuzz 1", "is for the folder of a module")]
    [Arguments("mine --new c --fuzz 1", "say --unconfined too, where it is your own")]
    [Arguments("mine --new c --config config.toml --fuzz 1", "say --unconfined too")]
    [Arguments("there --fuzz 0", "a number of seconds, 1 or more")]
    [Arguments("mine --new c --json", "a module is checked alone")]
    public void A_wrong_command_line_is_a_sentence_and_makes_nothing(string arguments, string expected)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "there"));
        folder.Write("there/graph.toml", "");
        Outcome outcome = Check(arguments.Split(' '));
        Assert.Equal(2, outcome.Code);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    /// <summary>The template, with a text replaced by another; its source.</summary>
    string Begin(string text, string other, string behind = "")
    {
        string templates = Path.Combine(Script.Root, "generators", "FastPaas.Build", "ModuleKit", "Templates", "c");
        string Filled(string name) => File.ReadAllText(Path.Combine(templates, name))
            .Replace("NAME", "mine", StringComparison.Ordinal).Replace("CAPITALS", "MINE", StringComparison.Ordinal);
        string before = Filled("NAME.c"), source = before.Replace(text, other, StringComparison.Ordinal) + behind;
        folder.Write("mine/module.toml", Filled("module.toml"));
        folder.Write("mine/mine.c", source);
        return source;
    }

    static int LineOf(string source, string text) => source[..source.IndexOf(text, StringComparison.Ordinal)].Split('\n').Length;

    Outcome Check(params string[] arguments) => Script.RunIn(folder.Path, [], ["check", .. arguments]);
}
