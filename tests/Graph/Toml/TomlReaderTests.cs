using FastPaas.Graph.Toml;
using Xunit;

namespace FastPaas.Graph.Tests.Toml;

public class TomlReaderTests
{
    [Fact]
    public void An_empty_file_is_an_empty_table()
    {
        TomlDocument document = TomlReader.Read("graph.toml", "");
        Assert.Empty(document.Diagnostics);
        Assert.Empty(document.Root.Entries);
    }
}
