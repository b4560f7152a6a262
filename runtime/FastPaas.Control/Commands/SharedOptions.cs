using System.Globalization;
using FastPaas.Control.Syntax;

namespace FastPaas.Control.Commands;

/// <summary>Options of several commands, and what may be given for them.</summary>
static class SharedOptions
{
    public static Option Json() => new("--json", "Print JSON: one object.");

    public static Option Instance(CompiledGraph graph) =>
        new("--instance", $"The instance's name. [default: {graph.Name}]") { Value = "name" };

    /// <summary>It becomes a file name.</summary>
    public static string InstanceOf(Given given, Option option, CompiledGraph graph)
    {
        string name = given.Value(option) ?? graph.Name;
        bool isPlain = name.Length is > 0 and <= 64 && name[0] != '.';
        foreach (char c in name) isPlain &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
        if (isPlain) return name;
        throw new SyntaxException($"--instance {name}: a name is 1 to 64 of letters, digits, - _ and . (not first).");
    }

    public static Option StateDirectory() => new(
        "--state-dir", "The directory of control sockets and counters. "
            + "[default: /run/fastpaas, $XDG_RUNTIME_DIR/fastpaas or /tmp/fastpaas-UID]")
    {
        Value = "folder",
    };

    public static string? StateDirectoryOf(Given given, Option option) => given.Value(option) is not "" and var directory
        ? directory
        : throw new SyntaxException("--state-dir: the directory's name is empty.");

    /// <summary>Null: it isn't given.</summary>
    public static double? SecondsOf(Given given, Option option, double max)
    {
        if (given.Value(option) is not { } text) return null;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        return isNumber && seconds > 0 && seconds <= max
            ? seconds
            : throw new SyntaxException($"{option.Name} {text}: seconds, more than 0, at most {max}.");
    }
}
