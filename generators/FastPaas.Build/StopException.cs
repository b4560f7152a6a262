using System;

namespace FastPaas.Build;

/// <summary>What the five verbs and their callers agree on (DESIGN section 15); <c>run</c> passes on the binary's own.</summary>
static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The graph is wrong, or doesn't build.</summary>
    public const int Refused = 1;

    public const int Usage = 2;

    /// <summary>Tests failed, or a number got worse.</summary>
    public const int Failed = 3;

    /// <summary>This machine lacks something; the message has the command that mends it.</summary>
    public const int Environment = 4;

    /// <summary>A bug of ours.</summary>
    public const int Internal = 70;
}

/// <summary>Ends the verb with one sentence.</summary>
sealed class StopException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
