using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace FastPaas.Control.Commands;

/// <summary>Each message as a line, with its level unless that is information; written when it is said, so that what ends the
/// process next loses none.</summary>
sealed class LineLog(TextWriter output) : IAsyncLogProcessor
{
    /// <summary>A factory whose loggers write lines to <paramref name="output"/>.</summary>
    public static ILoggerFactory To(TextWriter output) =>
        LoggerFactory.Create(builder => builder.AddZLoggerLogProcessor(new LineLog(output)));

    public void Post(IZLoggerEntry log)
    {
        LogLevel level = log.LogInfo.LogLevel;
        output.WriteLine((level == LogLevel.Information ? "" : $"{level.ToString().ToLowerInvariant()}: ") + log);
        output.Flush();
        log.Return();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
