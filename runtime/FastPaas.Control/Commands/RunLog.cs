using Microsoft.Extensions.Logging;

namespace FastPaas.Control.Commands;

/// <summary>The life of an instance, a line each on standard error.</summary>
static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information, "{note}")]
    public static partial void Note(ILogger log, string note);

    [LoggerMessage(2, LogLevel.Information,
        "ready: graph {graph}, instance {instance}, pid {pid}, after {ms:F0} ms, ports {ports}")]
    public static partial void Ready(ILogger log, string graph, string instance, int pid, double ms, string ports);

    [LoggerMessage(3, LogLevel.Information, "stopping: {why}")]
    public static partial void Stopping(ILogger log, string why);
}
