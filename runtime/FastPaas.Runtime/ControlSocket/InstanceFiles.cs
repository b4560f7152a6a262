using System;
using System.Collections.Generic;
using System.IO;
using FastPaas.Runtime.Capture;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>The files of a running instance, and the right to them.</summary>
/// <remarks><code>
/// NAME.sock       control socket
/// NAME.counters   counters, mapped by lcores and readers
/// NAME.lock       held while the instance runs; never removed, so that two can't both hold it
/// </code></remarks>
public sealed class InstanceFiles : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly FileStream guard;

    InstanceFiles(string directory, string instance, FileStream guard)
    {
        this.guard = guard;
        Directory = directory;
        SocketPath = StateDirectory.SocketPath(directory, instance);
        CountersPath = Path.Combine(directory, $"{instance}.counters");
    }

    public string Directory { get; }

    /// <summary>The file system, where it is one that writes back to a disk; null: it is memory.</summary>
    public string? DiskFormat
    {
        get
        {
            string format = new DriveInfo(Directory).DriveFormat;
            // .NET's name for tmpfs is udev: their magic numbers are the same.
            return format is "udev" or "tmpfs" or "ramfs" ? null : format;
        }
    }

    public string SocketPath { get; }

    public string CountersPath { get; }

    /// <summary>Takes the instance's name in the first directory that can be written; it is made if it is missing.</summary>
    public static InstanceFiles Take(string? given, string instance)
    {
        RefuseIfRunning(given, instance);
        string why = "";
        foreach (string directory in StateDirectory.Candidates(given))
        {
            try
            {
                System.IO.Directory.CreateDirectory(directory, OwnerOnly);
                if (given is null && IsOpenToOthers(directory))
                {
                    why = $"others may write in {directory}";
                    continue;
                }
                return new InstanceFiles(directory, instance, Lock(directory, instance));
            }
            catch (UnauthorizedAccessException)
            {
                why = $"no permission to write in {directory}";
            }
            catch (IOException error)
            {
                why = FileErrors.Describe(error, directory);
            }
        }
        throw new EnvironmentException($"there is no directory for the control socket and the counters: {why}.",
            "choose one with --state-dir");
    }

    /// <summary>Anybody can make our directory in /tmp before us, with links in it to what is ours.</summary>
    static bool IsOpenToOthers(string directory) => directory.StartsWith("/tmp/", StringComparison.Ordinal)
        && (File.GetUnixFileMode(directory) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;

    /// <summary>In any of the directories: <c>stats</c> would ask the first it finds.</summary>
    static void RefuseIfRunning(string? given, string instance)
    {
        foreach (string directory in StateDirectory.Candidates(given))
        {
            try
            {
                if (File.Exists(LockPath(directory, instance))) Lock(directory, instance).Dispose();
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                // Another user's, or a read-only directory: not one that we could take.
            }
        }
    }

    static string LockPath(string directory, string instance) => Path.Combine(directory, $"{instance}.lock");

    /// <summary>FileShare.None is flock(2): it ends with the process, however that ends.</summary>
    static FileStream Lock(string directory, string instance)
    {
        const int WouldBlock = 11;
        try
        {
            return new FileStream(LockPath(directory, instance), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException error) when ((error.HResult & 0xffff) == WouldBlock)
        {
            throw new EnvironmentException($"an instance named {instance} is already running (its files are in {directory}).",
                "stop it, or give this one another name with --instance");
        }
    }

    public void Dispose() => guard.Dispose();
}
