using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>A running deployment binary with a name and a state directory of its own.</summary>
sealed partial class Instance : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static int count;

    readonly string binary;
    readonly string state = Directory.CreateTempSubdirectory("fastpaas-state").FullName;
    readonly Process process;
    readonly StringBuilder error = new();
    readonly ManualResetEventSlim ready = new();
    readonly Task<string> output;

    Instance(string binary, string[] prefix, IEnumerable<string> arguments)
    {
        this.binary = binary;
        Name = $"test{Environment.ProcessId}-{Interlocked.Increment(ref count)}";
        string[] line = [.. prefix, binary, "run", "--instance", Name, "--state-dir", state, .. arguments];
        var clock = Stopwatch.StartNew();
        process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, e) =>
        {
            lock (error) error.AppendLine(e.Data);
            if (e.Data is null || e.Data.StartsWith("ready:", StringComparison.Ordinal))
            {
                if (!ready.IsSet) ReadyAfter = clock.Elapsed;
                ready.Set();
            }
        };
        process.BeginErrorReadLine();
        output = process.StandardOutput.ReadToEndAsync();
        Assert.True(ready.Wait(Patience), "The binary isn't ready after a minute.");
        if (!Error.Contains("ready:", StringComparison.Ordinal)) Assert.Fail(Error);
    }

    public string Name { get; }

    public string State => state;

    public TimeSpan ReadyAfter { get; private set; }

    public int ProcessId => process.Id;

    public string Error
    {
        get
        {
            lock (error) return error.ToString();
        }
    }

    public static Instance Start(string binary, params string[] arguments) => new(binary, [], arguments);

    /// <summary>Inside a network namespace.</summary>
    public static Instance StartIn(string space, string binary, params string[] arguments) =>
        new(binary, ["ip", "netns", "exec", space], arguments);

    public Finished Ask(params string[] command) => Command.Run(binary, [.. command, "--instance", Name, "--state-dir", state]);

    public ulong Counter(string name)
    {
        using JsonDocument answer = JsonDocument.Parse(SocketLine("{\"version\":1,\"verb\":\"stats\"}"));
        return answer.RootElement.GetProperty("counters").GetProperty(name).GetUInt64();
    }

    /// <summary>Waits until a counter has come to a value.</summary>
    public void Await(string counter, ulong value)
    {
        var clock = Stopwatch.StartNew();
        while (Counter(counter) < value)
        {
            if (clock.Elapsed > Patience) Assert.Fail($"{counter} is {Counter(counter)} after a minute, not {value}.");
            Thread.Sleep(20);
        }
    }

    public string SocketLine(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.ReceiveTimeout = 10_000;
        socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(state, Name + ".sock")));
        using var stream = new NetworkStream(socket);
        stream.Write(Encoding.UTF8.GetBytes(request + "\n"));
        return new StreamReader(stream).ReadLine()!;
    }

    /// <summary>Sends the signal and waits for the end.</summary>
    public Finished Stop(int signal)
    {
        Kill(process.Id, signal);
        return Wait();
    }

    public Finished Wait()
    {
        if (!process.WaitForExit(Patience)) Assert.Fail("The binary doesn't stop: " + Error);
        process.WaitForExit();
        return new Finished(process.ExitCode, output.Result, Error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
        process.Dispose();
        Directory.Delete(state, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
