using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FastPaas.Control.Commands;

static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON: one object." };

    public static Option<string> Instance(CompiledGraph graph)
    {
        var option = new Option<string>("--instance")
        {
            Description = "The instance's name.",
            DefaultValueFactory = _ => graph.Name,
        };
        option.Validators.Add(CheckName);
        return option;
    }

    public static Option<string?> StateDirectory()
    {
        var option = new Option<string?>("--state-dir")
        {
            Description = "The directory of control sockets and counters "
                + "[default: /run/fastpaas, $XDG_RUNTIME_DIR/fastpaas or /tmp/fastpaas-UID].",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "") result.AddError("--state-dir: the directory's name is empty.");
        });
        return option;
    }

    /// <param name="absent">What no option means.</param>
    public static Option<double?> Seconds(string name, string description, double? absent, double max)
    {
        var option = new Option<double?>(name)
        {
            Description = description,
            DefaultValueFactory = _ => absent,
            CustomParser = result =>
            {
                bool isNumber = double.TryParse(
                    result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
                if (!isNumber || seconds is not > 0 || seconds > max)
                    result.AddError($"{name} {result.Tokens[0].Value}: seconds, more than 0, at most {max}.");
                return seconds;
            },
        };
        return option;
    }

    /// <summary>It becomes a file name.</summary>
    static void CheckName(OptionResult result)
    {
        string name = result.GetValueOrDefault<string>();
        bool isPlain = name.Length is > 0 and <= 64 && name[0] != '.';
        foreach (char c in name) isPlain &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
        if (!isPlain) result.AddError($"--instance {name}: a name is 1 to 64 of letters, digits, - _ and . (not first).");
    }
}
