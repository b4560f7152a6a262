using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using FastPaas.Runtime;

namespace FastPaas.Control.Tests.Commands;

/// <summary>What a command printed and returned.</summary>
sealed record Invocation(int ExitCode, string Output, string Error)
{
    public static Invocation Of(CompiledGraph graph, params string[] arguments) =>
        Of(graph, _ => throw new InvalidOperationException("This test starts nothing."), CancellationToken.None, arguments);

    public static Invocation Of(
        CompiledGraph graph, Func<DataPlaneOptions, IDataPlane> start, CancellationToken cancellation, params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = CommandLine.Invoke(new CommandContext(graph, output, error, start, cancellation), arguments);
        return new Invocation(code, output.ToString(), error.ToString());
    }
}

/// <summary>A data plane that never saw a device.</summary>
sealed class FakeDataPlane(ulong[] counters, long leaked = 0) : IDataPlane
{
    public bool IsStopped { get; private set; }

    public IReadOnlyList<string> Notes => ["no hugepages: using pages of 4 KiB"];

    public long LeakedMbufs => leaked;

    public ulong[] ReadCounters() => counters;

    public IReadOnlyList<KeyValuePair<string, ulong>> ReadRuntimeCounters() => [new("port.a.lost", 7)];

    public void Stop() => IsStopped = true;

    public void Dispose() => IsStopped = true;
}
