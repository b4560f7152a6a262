using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using ZLogger;
using ZLogger.Providers;

namespace FastPaas.Control.Commands;

/// <summary>Each message as a line, with its level unless that is information; written when it is said, so that what ends the
/// process next loses none.</summary>
sealed class LineLog(TextWriter output) : IAsyncLogProcessor
{
    /// <summary>Its loggers write lines to <paramref name="output"/>.</summary>
    public static ILoggerProvider To(TextWriter output) =>
        new ZLoggerLogProcessorLoggerProvider(new LineLog(output), new ZLoggerOptions());

    public void Post(IZLoggerEntry log)
    {
        LogLevel level = log.LogInfo.LogLevel;
        output.WriteLine((level == LogLevel.Information ? "" : $"{level.ToString().ToLowerInvariant()}: ") + log);
        output.Flush();
        log.Return();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
