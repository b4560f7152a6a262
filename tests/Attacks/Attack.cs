using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.TestHost;

namespace FastPaas.Attacks.Tests;

/// <summary>A line of attack/attacks.def.</summary>
/// <param name="Number">What the module's configuration calls it.</param>
/// <param name="Outcome">A kind of fault, `drop` or `nothing`.</param>
sealed partial record Attack(int Number, string Name, string Aim, string Outcome, string What)
{
    public static IReadOnlyList<Attack> All { get; } = [.. Lines().Matches(
            File.ReadAllText(Repository.Path("tests", "Attacks", "attack", "attacks.def")))
        .Select((line, i) => new Attack(
            i, line.Groups[1].Value, line.Groups[2].Value, line.Groups[3].Value, line.Groups[4].Value))];

    /// <summary>Where it reaches for an address of the host's, it may come to one of its own.</summary>
    public bool IsByChance => Aim is not ("nothing" or "distance") && Outcome == "memory";

    /// <summary>Its address is computed by 64 bits, all of which a check sees. The stack's own pointer has 32.</summary>
    public bool IsSeenWhole => Name != "stack_word_to_host";

    public static Attack Called(string name) => All.Single(attack => attack.Name == name);

    [GeneratedRegex("""^ATTACK\((\w+), +(\w+), +(\w+), +"(.*)"\)$""", RegexOptions.Multiline)]
    private static partial Regex Lines();
}
