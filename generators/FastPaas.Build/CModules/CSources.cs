using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Build.CModules;

/// <summary>The files that a module's compilation can see: those of its folder, native/module, the header made for it, and the
/// compiler's own headers. For <c>#include</c>, <c>__has_include</c> and <c>#embed</c> no others exist, whatever they are called:
/// a module can't read the machine that builds it, nor depend on it.</summary>
static class CSources
{
    const string CompilerHeaders = "/usr/lib/llvm-19/lib/clang/19/include";

    /// <summary>Writes clang's virtual file system (<c>-ivfsoverlay</c>) of one module.</summary>
    /// <param name="folder">The module's.</param>
    /// <param name="headers">native/module.</param>
    /// <param name="made">The folder of its header.</param>
    /// <returns>Why it can't be compiled; null: nothing.</returns>
    public static string? WriteOverlay(string folder, string headers, string made, string file)
    {
        folder = Path.GetFullPath(folder);
        List<string> visible = [];
        foreach (FileInfo each in Files(folder))
        {
            if (each.LinkTarget is not null) return $"{each.Name} is a link; a module is the files of its folder";
            visible.Add(each.FullName);
        }
        visible.AddRange(Directory.EnumerateFiles(Path.GetFullPath(headers), "*.h"));
        visible.AddRange(Directory.EnumerateFiles(Path.GetFullPath(made), "*.h"));
        visible.AddRange(Files(CompilerHeaders).Select(each => each.FullName));
        using FileStream output = File.Create(file);
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteNumber("version", 0);
        json.WriteString("redirecting-with", "redirect-only");
        json.WriteStartArray("roots");
        foreach (string path in visible.Distinct().Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("type", "file");
            json.WriteString("name", path);
            json.WriteString("external-contents", path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    /// <summary>Links to folders aren't followed, and count as files.</summary>
    static IEnumerable<FileInfo> Files(string folder) => new FileSystemEnumerable<FileInfo>(
        folder, (ref FileSystemEntry entry) => new FileInfo(entry.ToFullPath()),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            !entry.IsDirectory || entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };
}
