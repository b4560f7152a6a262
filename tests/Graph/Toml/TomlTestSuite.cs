using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Graph.Toml;
using Xunit;

namespace FastPaas.Graph.Tests.Toml;

/// <summary>The conformance suite of toml-lang/toml-test, from the folder that FASTPAAS_TOML_TEST names: each listed file is a
/// test.</summary>
public class TomlTestSuite
{
    const string Variable = "FASTPAAS_TOML_TEST";
    const string List = "files-toml-1.0.0";

    static readonly string? Folder = FindFolder();

    public static IEnumerable<string> Valid() => Files("valid/");

    public static IEnumerable<string> Invalid() => Files("invalid/");

    [Test]
    [MethodDataSource(nameof(Valid))]
    public void A_valid_file_has_the_values_of_its_json(string file)
    {
        TomlDocument document = Read(file);
        Assert.Empty(document.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        string values = File.ReadAllText(Path.Combine(Folder!, Path.ChangeExtension(file, ".json")));
        using JsonDocument json = JsonDocument.Parse(values);
        AssertSame(json.RootElement, document.Root, "");
    }

    [Test]
    [MethodDataSource(nameof(Invalid))]
    public void An_invalid_file_is_refused_where_it_is_wrong(string file)
    {
        TomlDocument document = Read(file);
        Assert.NotEmpty(document.Diagnostics);
        int lines = File.ReadAllBytes(Path.Combine(Folder!, file)).Count(b => b == '\n') + 1;
        Assert.All(document.Diagnostics, diagnostic =>
        {
            Assert.Equal("FP0001", diagnostic.Id);
            Assert.Equal(file, diagnostic.Position.File);
            Assert.InRange(diagnostic.Position.Line, 1, lines);
        });
    }

    [Test]
    public void Every_listed_file_is_a_test()
    {
        SkipWithoutSuite();
        int tests = Valid().Count() + Invalid().Count();
        Assert.Equal(File.ReadLines(Path.Combine(Folder!, List)).Count(line => line.EndsWith(".toml", StringComparison.Ordinal)),
            tests);
    }

    static string? FindFolder()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(named)) return null;
        // A relative path counts from where build.sh was called: the test's own folder lies below that.
        for (DirectoryInfo? at = new(Environment.CurrentDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.GetFullPath(Path.Combine(at.FullName, named));
            if (File.Exists(Path.Combine(folder, List))) return folder;
        }

        throw new DirectoryNotFoundException($"{Variable} names {named}, and there is no {List} in it");
    }

    static IEnumerable<string> Files(string start)
    {
        if (Folder is null) return ["toml-test"];
        return File.ReadLines(Path.Combine(Folder, List)).Where(line =>
            line.StartsWith(start, StringComparison.Ordinal) && line.EndsWith(".toml", StringComparison.Ordinal));
    }

    static TomlDocument Read(string file)
    {
        SkipWithoutSuite();
        return TomlReader.ReadBytes(file, File.ReadAllBytes(Path.Combine(Folder!, file)));
    }

    static void SkipWithoutSuite()
    {
        if (Folder is null) Skip.Test($"toml-test: {Variable} doesn't name its folder");
    }

    static void AssertSame(JsonElement json, TomlNode node, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            TomlArray array = Assert.IsType<TomlArray>(node);
            Assert.Equal(json.GetArrayLength(), array.Items.Count);
            int index = 0;
            foreach (JsonElement item in json.EnumerateArray()) AssertSame(item, array.Items[index], $"{path}[{index++}]");
        }
        else if (json.EnumerateObject().Count() == 2 && json.TryGetProperty("type", out JsonElement type)
            && type.ValueKind == JsonValueKind.String && json.TryGetProperty("value", out JsonElement value))
            AssertScalar(type.GetString()!, value.GetString()!, node, path);
        else
        {
            TomlTable table = Assert.IsType<TomlTable>(node);
            Assert.Equal(json.EnumerateObject().Select(p => p.Name).Order(), table.Entries.Select(e => e.Key).Order());
            foreach (JsonProperty property in json.EnumerateObject())
                AssertSame(property.Value, table.Find(property.Name)!.Value, $"{path}.{property.Name}");
        }
    }

    static void AssertScalar(string type, string value, TomlNode node, string path)
    {
        (string expected, string actual) = node switch
        {
            TomlString text => ($"{type} {value}", $"string {text.Value}"),
            TomlInteger number => ($"{type} {value}", $"integer {number.Value}"),
            TomlBoolean truth => ($"{type} {value}", $"bool {(truth.Value ? "true" : "false")}"),
            TomlFloat number => ($"{type} {ParseFloat(value):r}", $"float {number.Value:r}"),
            TomlDateTime time => ($"{type} {WithoutTrailingZeros(value)}", $"{TypeOf(time.Kind)} {time.Text}"),
            _ => (type, node.GetType().Name),
        };
        Assert.Equal($"{path} {expected}", $"{path} {actual}");
    }

    static double ParseFloat(string value) => value switch
    {
        "nan" or "+nan" or "-nan" => double.NaN,
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    static string TypeOf(TomlDateTimeKind kind) => kind switch
    {
        TomlDateTimeKind.OffsetDateTime => "datetime",
        TomlDateTimeKind.LocalDateTime => "datetime-local",
        TomlDateTimeKind.LocalDate => "date-local",
        _ => "time-local",
    };

    /// <summary>.600 and .6 seconds are the same value.</summary>
    static string WithoutTrailingZeros(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return text;
        int end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return text[..end].TrimEnd('0').TrimEnd('.') + text[end..];
    }
}
