using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace FastPaas.Build;

/// <summary>Ctrl-C, SIGTERM, SIGHUP: ends the processes that run, deletes what is half-written, exits with 128 +
/// signal.</summary>
static class Interrupt
{
    static readonly object Gate = new();
    static readonly HashSet<Process> Running = [];
    static readonly HashSet<string> HalfWritten = [];
    static readonly List<PosixSignalRegistration> Registrations = [];

    public static void Install()
    {
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            Registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                CleanUp();
                Console.Error.WriteLine("\nbuild: interrupted; nothing half-written is left.");
                Environment.Exit(128 + signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, _ => 15 });
            }));
        }
    }

    /// <summary>Until the result is disposed, an interrupt ends <paramref name="process"/> and its children.</summary>
    public static IDisposable Track(Process process)
    {
        lock (Gate) Running.Add(process);
        return new Undo(() => Running.Remove(process));
    }

    /// <summary>A file or folder that is deleted when the result is disposed, or by an interrupt.</summary>
    public static IDisposable Temporary(string path)
    {
        lock (Gate) HalfWritten.Add(path);
        return new Undo(() =>
        {
            Delete(path);
            HalfWritten.Remove(path);
        });
    }

    static void CleanUp()
    {
        lock (Gate)
        {
            foreach (Process process in Running)
            {
                try
                {
                    process.Kill(entireProcessTree: true);
                    process.WaitForExit(5_000);
                }
                catch (Exception failure) when (failure is InvalidOperationException or AggregateException or Win32Exception)
                {
                    // It, or one of its children, ended by itself in the meantime.
                }
            }
            foreach (string path in HalfWritten)
            {
                try
                {
                    Delete(path);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    Console.Error.WriteLine($"build: {path} is left half-written: {failure.Message}");
                }
            }
        }
    }

    static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    sealed class Undo(Action action) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate) action();
        }
    }
}
