using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;

namespace FastPaas.Build;

/// <param name="Code">128 + signal where a signal ended it.</param>
/// <param name="Output">Both streams, in the order in which lines came.</param>
sealed record ChildResult(int Code, IReadOnlyList<string> Output);

/// <summary>Other programs: started without a shell, ended with this one.</summary>
static partial class Child
{
    /// <param name="echo">Sees each line as it comes; null: collected only.</param>
    /// <param name="limit">After it the program and its children are ended; the code is then 124, as timeout(1)'s.</param>
    public static ChildResult Run(
        string file, IEnumerable<string> arguments, string directory, Action<string>? echo = null, TimeSpan? limit = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo info = Info(file, arguments, directory, environment);
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        List<string> lines = [];
        void Take(object _, DataReceivedEventArgs data)
        {
            if (data.Data is null) return;
            lock (lines)
            {
                lines.Add(data.Data);
                echo?.Invoke(data.Data);
            }
        }

        using Process process = new() { StartInfo = info };
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        Start(process);
        using IDisposable tracked = Interrupt.Track(process);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (limit is { } most && !process.WaitForExit(most))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new ChildResult(124, lines);
        }
        process.WaitForExit();
        return new ChildResult(process.ExitCode, lines);
    }

    /// <summary>With this terminal's input and output.</summary>
    public static int RunAttached(string file, IEnumerable<string> arguments)
    {
        using Process process = new() { StartInfo = Info(file, arguments, Environment.CurrentDirectory, null) };
        Start(process);
        using IDisposable tracked = Interrupt.Track(process);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Becomes the program, so that its signals and its exit code are its own. Returns only by exception.</summary>
    public static void Become(string file, IReadOnlyList<string> arguments)
    {
        Console.Out.Flush();
        string?[] argv = [file, .. arguments, null];
        if (Execv(file, argv) != 0) throw new StopException(ExitCode.Environment, $"{file} doesn't start: " +
            Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    static ProcessStartInfo Info(
        string file, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment)
    {
        ProcessStartInfo info = new(file, arguments) { WorkingDirectory = directory, UseShellExecute = false };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;
        return info;
    }

    static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new StopException(ExitCode.Environment, $"{process.StartInfo.FileName} doesn't start: {failure.Message}");
        }
    }

    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    static extern int Execv(string path, string?[] argv);
}
