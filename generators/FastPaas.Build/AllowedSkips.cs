using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Build;

/// <summary><c>tests/allowed-skips.txt</c>: a line <c>name # why</c> for each test that may be skipped; a name that ends in
/// <c>*</c> stands
/// for all that begin so. Any other skip fails the run: a test that nobody runs is no test.</summary>
sealed class AllowedSkips
{
    readonly List<string> names;

    AllowedSkips(List<string> names) => this.names = names;

    public static AllowedSkips Read(Checkout checkout) => new([.. File
        .ReadLines(Path.Combine(checkout.Root, "tests", "allowed-skips.txt"))
        .Select(line => line.Split('#')[0].Trim())
        .Where(name => name.Length > 0)]);

    public bool Allows(string test) => names.Exists(name => name.EndsWith('*')
        ? test.StartsWith(name[..^1], StringComparison.Ordinal)
        : test == name || test.StartsWith(name + "(", StringComparison.Ordinal));
}
