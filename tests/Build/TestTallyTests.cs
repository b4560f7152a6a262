using System;
using System.Linq;
using Xunit;

namespace FastPaas.Build.Tests;

public class TestTallyTests
{
    static string Line(string type, string rest) => $$"""##{"event":"{{type}}","test":"Room.Tests.It_holds"{{rest}}}""";

    static readonly string Starting = Line("started", "");

    const string Finished = """##{"event":"finished"}""";

    static TestTally After(int code, params string[] lines)
    {
        TestTally tally = new();
        tally.Start("Room.Tests");
        foreach (string line in lines) tally.Take(line);
        tally.Finish(code, TimeSpan.FromSeconds(1));
        return tally;
    }

    [Test]
    public void What_passes_fails_and_is_skipped_adds_up()
    {
        TestTally tally = After(1,
            Starting, Line("passed", ",\"reason\":null"),
            Starting, Line("failed", ",\"reason\":\"no\",\"stack\":null"),
            Starting, Line("skipped", ",\"reason\":\"no tool\""),
            Finished);
        Assert.Equal((1, 1), (tally.Passed, tally.Failed));
        Assert.Equal(("Room.Tests.It_holds", "no tool"), tally.Skipped.Single());
    }

    [Test]
    [Arguments(139)]
    [Arguments(124)]
    [Arguments(0)]
    public void A_process_that_ends_before_its_tests_do_has_failed(int code) => Assert.Equal(1, After(code, Starting).Failed);

    [Test]
    public void Output_of_the_tests_themselves_counts_for_nothing()
    {
        TestTally tally = After(0, "hello", "{ not json", Finished);
        Assert.Equal((0, 0, 0), (tally.Passed, tally.Failed, tally.Skipped.Count));
    }
}
