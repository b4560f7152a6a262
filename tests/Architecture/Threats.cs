using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary>THREATS.md promises nothing that no test tries, and no attack is missing there.</summary>
public partial class Threats
{
    static readonly string Text = Repository.Read("THREATS.md");

    static readonly string[] Attacks = [.. AttackLines().Matches(Repository.Read("tests/Attacks/attack/attacks.def"))
        .Select(line => line.Groups[1].Value)];

    [Test]
    public void Each_test_that_it_names_exists()
    {
        string tests = string.Concat(Repository.Files.Where(file => file.StartsWith("tests/") && file.EndsWith(".cs"))
            .Select(Repository.Read));
        Expect.None(Named().Where(test => !Exists(test, tests)).Select(test => $"{test.Kind}:{test.Name}"));
    }

    [Test]
    public void Each_attack_is_named_in_it() =>
        Expect.None(Attacks.Except(Named().Where(test => test.Kind == "a").Select(test => test.Name)));

    static bool Exists((string Kind, string Name) test, string tests) => test.Kind switch
    {
        "a" => Attacks.Contains(test.Name),
        "v" => Repository.Files.Contains($"native/verify/reject/{test.Name}.s"),
        "r" => Repository.Files.Contains($"tests/Protect/reject/{test.Name}.c"),
        _ => tests.Contains($" {test.Name}("),
    };

    static IEnumerable<(string Kind, string Name)> Named() =>
        TestNames().Matches(Text).Select(name => (name.Groups[1].Value, name.Groups[2].Value));

    [GeneratedRegex("`([avtr]):(\\w+)`")]
    private static partial Regex TestNames();

    [GeneratedRegex(@"^ATTACK\((\w+),", RegexOptions.Multiline)]
    private static partial Regex AttackLines();
}
