using System.CommandLine;
using System.CommandLine.Parsing;

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

    public static Option<string?> StateDirectory() => new("--state-dir")
    {
        Description = "The directory of control sockets and counters [default: /run/fastpaas, $XDG_RUNTIME_DIR/fastpaas or /tmp/fastpaas-UID].",
    };

    /// <summary>It becomes a file name.</summary>
    static void CheckName(OptionResult result)
    {
        string name = result.GetValueOrDefault<string>();
        bool isPlain = name.Length is > 0 and <= 64 && name[0] != '.';
        foreach (char c in name) isPlain &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
        if (!isPlain) result.AddError($"--instance {name}: a name is 1 to 64 of letters, digits, - _ and . (not first).");
    }
}
