using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace FastPaas.Build;

/// <summary>The files of a module's folder. Who wrote them may be hostile to the machine that builds them: nothing is opened or
/// handed to a compiler before this has looked at all of it. A link would show files of others, a pipe or a device would never
/// end, and a name may be an option to who gets it as an argument.</summary>
static partial class ModuleFiles
{
    /// <summary>Of all files together: each build reads them whole.</summary>
    const long BytesMax = 256 << 20;

    /// <summary>stat(2).</summary>
    const int StatBytes = 144, ModeAt = 24, SizeAt = 48;

    /// <summary>inode(7).</summary>
    const uint TypeBits = 0xf000, Folder = 0x4000, Regular = 0x8000, Link = 0xa000;

    static readonly string[] compiled = [".c", ".cs", ".h"];

    /// <summary>What the SDK writes into such files isn't held to the rules of modules.</summary>
    static readonly string[] buildsOwn = [".AssemblyInfo.cs", ".AssemblyAttributes.cs"];

    /// <summary>Folders of modules, with a manifest or not: a compiler takes what lies in any.</summary>
    /// <param name="modules">What the user names; it may be a link.</param>
    public static IEnumerable<string> Folders(string modules) =>
        Directory.EnumerateDirectories(modules).Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .Order(StringComparer.Ordinal);

    /// <summary>All files below a module's folder, in order.</summary>
    /// <exception cref="StopException">One isn't a plain file, a source has an odd name, or they are too large.</exception>
    public static IReadOnlyList<string> Of(string folder)
    {
        List<string> files = [];
        long bytes = 0;
        Add(folder, folder, files, ref bytes);
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>Whether it, or what it links to, is a file that ends.</summary>
    public static bool IsPlain(string path) =>
        Type(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path, out _) == Regular;

    static void Add(string module, string entry, List<string> files, ref long bytes)
    {
        string name = entry == module ? "its folder" : Path.GetRelativePath(module, entry);
        switch (Type(entry, out long size))
        {
            case Folder:
                foreach (string below in Directory.EnumerateFileSystemEntries(entry)) Add(module, below, files, ref bytes);
                return;
            case Regular:
                if (compiled.Contains(Path.GetExtension(entry), StringComparer.OrdinalIgnoreCase) && !PlainName().IsMatch(name))
                {
                    throw Refused(module,
                        $"{Shown(name)} has an odd name; call sources and their folders by letters, digits, _ . + -");
                }
                if (buildsOwn.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
                    throw Refused(module, $"{Shown(name)} has a name that the build's own files have; call it something else");
                if ((bytes += size) > BytesMax) throw Refused(module, $"its files have more than {BytesMax >> 20} MiB");
                files.Add(entry);
                return;
            case Link: throw Refused(module, $"{Shown(name)} is a link; a module is the files of its folder");
            default: throw Refused(module, $"{Shown(name)} is no file; a module is the files of its folder");
        }
    }

    static StopException Refused(string module, string why)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(module)));
        return new(ExitCode.Refused, $"module {Shown(name)}: {why}.");
    }

    /// <summary>Of a terminal's control characters none reaches it.</summary>
    public static string Shown(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));

    static uint Type(string path, out long size)
    {
        byte[] stat = new byte[StatBytes];
        if (lstat(path, stat) != 0) throw new StopException(ExitCode.Environment, $"{Shown(path)} can't be read.");
        size = BitConverter.ToInt64(stat, SizeAt);
        return BitConverter.ToUInt32(stat, ModeAt) & TypeBits;
    }

    [DllImport("libc", ExactSpelling = true)]
    static extern int lstat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] stat);

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.+-]*(/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*\z")]
    private static partial Regex PlainName();
}
