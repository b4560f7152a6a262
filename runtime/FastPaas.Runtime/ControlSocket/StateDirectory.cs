using System;
using System.Collections.Generic;
using System.IO;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>Where instances keep <c>NAME.sock</c> and <c>NAME.counters</c>: /run/fastpaas if it can be made, else
/// $XDG_RUNTIME_DIR/fastpaas, else /tmp/fastpaas-UID.</summary>
public static class StateDirectory
{
    /// <summary>Those that an instance may be in, in the order in which <c>run</c> tries them.</summary>
    public static IReadOnlyList<string> Candidates(string? given)
    {
        if (given is not null) return [given];
        var candidates = new List<string> { "/run/fastpaas" };
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } user)
            candidates.Add(Path.Combine(user, "fastpaas"));
        candidates.Add($"/tmp/fastpaas-{UserId.Effective}");
        return candidates;
    }

    public static string SocketPath(string directory, string instance) => Path.Combine(directory, $"{instance}.sock");

    /// <summary>Names of instances whose sockets are there, running or not, each once.</summary>
    public static IReadOnlyList<string> Instances(string? given)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string directory in Candidates(given))
            foreach (string path in List(directory)) names.Add(Path.GetFileNameWithoutExtension(path));
        return new List<string>(names);
    }

    static string[] List(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.sock") : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
