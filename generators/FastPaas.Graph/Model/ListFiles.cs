using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>Lists of records that stand in files beside the graph. Each file is read once for each key that it is given
/// to, so each of its mistakes is one.</summary>
internal sealed class ListFiles(DiagnosticBag diagnostics, EquatableArray<SourceFile> files)
{
    const string Extension = ".txt";

    readonly Dictionary<(string File, string Owner, string Key), ConfigValue?> read = [];

    /// <summary>Null: wrong, and reported.</summary>
    /// <param name="name">The file's, as the graph writes it.</param>
    /// <param name="owner">For messages: <c>module "lpm"</c>.</param>
    public ConfigValue? Read(TomlString name, ConfigKey key, string owner, ConfigReader values)
    {
        if (files.FirstOrDefault(file => file.Path == name.Value) is not { } found)
        {
            string write = name.Value.EndsWith(Extension, StringComparison.Ordinal)
                ? "write the name of the list's file, without a folder"
                : $"write a list, or the name of a file that ends in {Extension}, without a folder";
            diagnostics.Error(Rule.ListFileMissing, name.Position,
                $"`{key.Name}` of {owner}: there is no file \"{Names.Shown(name.Value)}\" in the graph's folder; "
                + Names.Suggest(name.Value, files.Select(file => file.Path), write));
            return null;
        }

        if (read.TryGetValue((found.Path, owner, key.Name), out ConfigValue? known)) return known;
        ConfigValue? value = new ListFileReader(diagnostics, found, key, owner, values).Read();
        read.Add((found.Path, owner, key.Name), value);
        return value;
    }
}
