using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Architecture.Tests;

static class Expect
{
    /// <summary>Fails with all of them, each on its line: they are what there is to mend.</summary>
    public static void None(IEnumerable<string?> wrong)
    {
        string[] found = [.. wrong.Select(each => each ?? "")];
        Assert.True(found.Length == 0, "\n" + string.Join('\n', found));
    }
}
