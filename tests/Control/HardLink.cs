using System.Runtime.InteropServices;
using Xunit;

namespace FastPaas.Control.Tests;

static partial class HardLink
{
    public static void Create(string existing, string name) => Assert.Equal(0, Link(existing, name));

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
