using System;
using System.IO;
using Microsoft.Extensions.Logging;

namespace FastPaas.Control.Commands;

/// <summary>Each message as a line, with its level unless that is information.</summary>
sealed class LineLogger(TextWriter output) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        string level = logLevel == LogLevel.Information ? "" : $"{logLevel.ToString().ToLowerInvariant()}: ";
        output.WriteLine(level + formatter(state, exception));
        output.Flush();
    }
}
