using System.IO;
using System.Linq;
using FastPaas.Control.Syntax;
using Xunit;

namespace FastPaas.Control.Tests.Commands;

/// <summary>How words become options and operands.</summary>
public sealed class SyntaxTests
{
    readonly Option flag = new("--flag", "A flag.");
    readonly Option one = new("--one", "Has a value.") { Value = "value" };
    readonly Option many = new("--many", "Has values.") { Value = "value", Repeats = true };

    [Test]
    [Arguments("--one", "x", "a")]
    [Arguments("--one=x", "a")]
    [Arguments("a", "--one", "x")]
    public void A_value_is_the_next_word_or_behind_an_equals_sign(params string[] words) =>
        Assert.Equal("x", Read(words).Value(one));

    [Test]
    [Arguments("-1", "--one", "-1")]
    [Arguments("", "--one", "")]
    [Arguments("--", "--one", "--")]
    [Arguments("", "--one=")]
    [Arguments("a=b", "--one=a=b")]
    public void Whatever_isn_t_an_option_is_a_value(string value, params string[] words) =>
        Assert.Equal(value, Read(["a", .. words]).Value(one));

    [Test]
    public void An_option_that_repeats_keeps_the_order() =>
        Assert.Equal(["b", "a", "b"], Read("--many", "b", "--many=a", "x", "--many", "b").Values(many));

    [Test]
    public void What_is_not_given_is_nothing()
    {
        Given given = Read("a");
        Assert.False(given.Has(flag));
        Assert.Null(given.Value(one));
        Assert.Empty(given.Values(many));
    }

    [Test]
    public void Behind_two_hyphens_all_words_are_operands()
    {
        Given given = Read("--flag", "--", "--one", "-", "--");
        Assert.True(given.Has(flag));
        Assert.Equal(["--one", "-", "--"], given.Operands);
    }

    [Test]
    [Arguments("test has no option --none.", "--none")]
    [Arguments("test has no option -f.", "-f")]
    [Arguments("test has no option --FLAG.", "--FLAG")]
    [Arguments("--flag takes no value.", "--flag=1")]
    [Arguments("--flag is given twice.", "--flag", "--flag")]
    [Arguments("--one is given twice.", "--one", "1", "--one=1")]
    [Arguments("--one wants a value behind it.", "--one")]
    [Arguments("--one wants a value behind it.", "--one", "--flag")]
    public void A_wrong_word_is_named(string sentence, params string[] words) =>
        Assert.Equal(sentence, Assert.Throws<SyntaxException>(() => Read(["a", .. words])).Message);

    [Test]
    public void Operands_are_as_many_as_the_command_takes()
    {
        Command two = new("two", "", _ => 0) { Operands = [new("in", ""), new("out", "")] };
        Assert.Equal("<out> is missing.", Message(two, "a"));
        Assert.Equal("two has no use for c.", Message(two, "a", "b", "c"));
        Command more = new("more", "", _ => 0) { Operands = [new("in", ""), new("words", "", takesMore: true)] };
        Assert.Equal("<words>... is missing.", Message(more, "a"));
        Assert.Equal(["a", "b", "c"], new Given(more, ["a", "b", "c"]).Operands);
    }

    [Test]
    public void Help_lists_all_that_a_command_takes_in_lines_of_a_terminal()
    {
        string description = string.Join(' ', Enumerable.Repeat("word", 60));
        var output = new StringWriter();
        HelpText.Write(output, "edge", new Command("go", "Goes.", _ => 0)
        {
            Operands = [new("where", description, takesMore: true)], Options = [flag, one], Grammar = "And so on.",
        });
        string[] lines = output.ToString().Split('\n');
        Assert.Contains("  edge go <where>... [options]", lines);
        Assert.Contains("  --flag          A flag.", lines);
        Assert.Contains("  --one <value>   Has a value.", lines);
        Assert.Equal("And so on.", lines[^2]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(60, lines.Sum(line => line.Split("word").Length - 1));
    }

    [Test]
    [Arguments("run", "--port", "--help")]
    [Arguments("run", "-h", "--nonsense")]
    [Arguments("-?")]
    public void Help_goes_first(params string[] words)
    {
        Invocation done = Invocation.Of(HandGraph.Wire, words);
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        Assert.Contains("Usage:", done.Output);
    }

    [Test]
    public void A_wrong_command_line_says_where_help_is()
    {
        Assert.EndsWith(" describe --help\n", Invocation.Of(HandGraph.Wire, "describe", "--yaml").Error);
        Assert.StartsWith("wire: there is no command walk, only run, replay, ", Invocation.Of(HandGraph.Wire, "walk").Error);
        Assert.StartsWith("wire: say what to do: run, replay, ", Invocation.Of(HandGraph.Wire, "--walk").Error);
    }

    Given Read(params string[] words)
    {
        Command command = new("test", "", _ => 0)
        {
            Operands = [new("words", "", takesMore: true)], Options = [flag, one, many],
        };
        return new Given(command, words);
    }

    static string Message(Command command, params string[] words) =>
        Assert.Throws<SyntaxException>(() => { _ = new Given(command, words); }).Message;
}
