using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Build;

/// <summary>The assemblies and the C that the binaries of all graphs share: everything but the graph. While their sources are
/// those of the last build and nobody has touched what it left, a graph is compiled against them without restoring and building
/// them again.</summary>
static class Platform
{
    static readonly string[] Assemblies =
    [
        "FastPaas.Abstractions", "FastPaas.Dpdk", "FastPaas.Runtime", "FastPaas.Control", "FastPaas.Modules", "FastPaas.Graph",
        "FastPaas.Generators",
    ];

    /// <summary>It was built before, whatever its sources were then.</summary>
    public static bool IsThere(Checkout checkout) => Array.TrueForAll(
        Assemblies, name => File.Exists(Path.Combine(checkout.Artifacts, "bin", name, "release", name + ".dll")));

    /// <param name="sources">The hash of <see cref="Sources.Platform"/>.</param>
    public static bool IsBuilt(Checkout checkout, string sources) =>
        File.Exists(Record(checkout)) && File.ReadAllText(Record(checkout)) == Describe(checkout, sources);

    public static void Remember(Checkout checkout, string sources) =>
        File.WriteAllText(Record(checkout), Describe(checkout, sources));

    /// <summary>Before anything is built that leaves other assemblies or other restored packages.</summary>
    public static void Forget(Checkout checkout) => File.Delete(Record(checkout));

    static string Record(Checkout checkout) => Path.Combine(checkout.Artifacts, "build", "platform");

    /// <summary>A build by hand changes times, also one of the same sources: then they are built once more.</summary>
    public static string Describe(Checkout checkout, string sources)
    {
        StringBuilder text = new(sources);
        IEnumerable<string> files = Assemblies.Select(name => $"bin/{name}/release/{name}.dll");
        foreach (string file in files.Concat(["obj/FastPaas.Host/project.assets.json", "native/dpdk/made"]))
            text.Append($"\n{file} {State(Path.Combine(checkout.Artifacts, file))}");
        return text.ToString();
    }

    /// <summary>Differs when a file was written.</summary>
    public static string State(string file)
    {
        FileInfo info = new(file);
        return info.Exists ? $"{info.Length} {info.LastWriteTimeUtc.Ticks}" : "missing";
    }
}
