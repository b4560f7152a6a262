using System;
using System.Linq;
using Xunit;

namespace FastPaas.Build.Tests;

public class TestTallyTests
{
    static string Line(string type, string rest) => $$"""{"$type":"{{type}}","TestUniqueID":"1"{{rest}}}""";

    static readonly string Starting = Line("test-starting", ",\"TestDisplayName\":\"Room.Tests.It_holds\"");

    static TestTally After(int code, params string[] lines)
    {
        TestTally tally = new();
        tally.Start("Room.Tests");
        foreach (string line in lines) tally.Take(line);
        tally.Finish(code, TimeSpan.FromSeconds(1));
        return tally;
    }

    [Fact]
    public void What_passes_fails_and_is_skipped_adds_up()
    {
        TestTally tally = After(1,
            Starting, Line("test-passed", ""),
            Starting, Line("test-failed", ",\"Messages\":[\"no\"],\"StackTraces\":[null]"),
            Starting, Line("test-skipped", ",\"Reason\":\"no tool\""),
            Line("test-assembly-finished", ""));
        Assert.Equal((1, 1), (tally.Passed, tally.Failed));
        Assert.Equal(("Room.Tests.It_holds", "no tool"), tally.Skipped.Single());
    }

    [Theory]
    [InlineData(139)]
    [InlineData(124)]
    [InlineData(0)]
    public void A_process_that_ends_before_its_tests_do_has_failed(int code) => Assert.Equal(1, After(code, Starting).Failed);

    [Fact]
    public void Output_of_the_tests_themselves_counts_for_nothing()
    {
        TestTally tally = After(0, "hello", "{ not json", Line("test-assembly-finished", ""));
        Assert.Equal((0, 0, 0), (tally.Passed, tally.Failed, tally.Skipped.Count));
    }

    [Fact]
    public void A_fixture_that_fails_is_a_failure() => Assert.Equal(1, After(1,
        Line("test-class-cleanup-failure", ",\"Messages\":[\"no\"],\"StackTraces\":[\"   at X\"]"),
        Line("test-assembly-finished", "")).Failed);
}
