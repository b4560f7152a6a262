using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace FastPaas.Build.ModuleKit;

/// <summary>What AddressSanitizer, libFuzzer and native/kit print where a module breaks, as an editor opens it.</summary>
static partial class SanitizerReport
{
    /// <summary>Null: nothing of the kind was printed.</summary>
    /// <param name="pathOf">A source of the module's as the user finds it.</param>
    public static string? Of(IReadOnlyList<string> printed, string module, Func<string, string> pathOf)
    {
        string? what = printed.Select(line => Kit().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
            ?? printed.Select(Cause).FirstOrDefault(cause => cause is not null);
        if (what is null) return null;
        string? access = printed.Select(line => Access().Match(line)).FirstOrDefault(match => match.Success)?.Value;
        string own = $"modules/{module}/";
        Match? place = printed.Select(line => Place().Match(line))
            .FirstOrDefault(match => match.Success && match.Groups[1].Value.StartsWith(own, StringComparison.Ordinal));
        string text = access is null ? what : $"{what}: {access}";
        if (place is null) return text;
        string file = pathOf(place.Groups[1].Value[own.Length..]);
        return $"{file}({place.Groups[2].Value},{place.Groups[3].Value}): error: {text}";
    }

    static string? Cause(string line)
    {
        Match match = Error().Match(line);
        if (!match.Success) return null;
        string cause = match.Groups[1].Value;
        return cause == "ABRT" ? "it ends itself (abort)"
            : cause == "timeout" ? $"a burst takes more than {KitFuzz.SecondsMax} s"
            : cause == "FPE" ? "it divides by zero"
            : cause == "SEGV" ? "it reaches for what isn't its memory"
            : cause;
    }

    [GeneratedRegex("^KIT: (.*)$")]
    private static partial Regex Kit();

    [GeneratedRegex("^==\\d+== ?ERROR: (?:AddressSanitizer|libFuzzer): ([A-Za-z-]+)")]
    private static partial Regex Error();

    [GeneratedRegex("^(?:READ|WRITE) of size \\d+")]
    private static partial Regex Access();

    [GeneratedRegex("^ +#\\d+ 0x[0-9a-f]+ .* (modules/[^ :]+):(\\d+):(\\d+)$")]
    private static partial Regex Place();
}
