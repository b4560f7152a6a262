using System;
using System.IO;
using System.Threading;
using FastPaas.Runtime;

namespace FastPaas.Control;

/// <summary>What a command works on and talks to; tests bring their own.</summary>
/// <param name="Start">Starts the data plane for <c>run</c>.</param>
/// <param name="Cancellation">Ctrl-C or SIGTERM.</param>
public sealed record CommandContext(
    CompiledGraph Graph, TextWriter Output, TextWriter Error, Func<DataPlaneOptions, IDataPlane> Start,
    CancellationToken Cancellation);

/// <summary>The command line is wrong in a way that only the graph tells: no such port.</summary>
class UsageException(string message) : Exception(message);
