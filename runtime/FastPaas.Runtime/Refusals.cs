using System;

namespace FastPaas.Runtime;

/// <summary>What the user gave can't be used (exit 1). The message is the one sentence that he reads.</summary>
public sealed class RefusedException(string message) : Exception(message);

/// <summary>This machine can't do it as it is (exit 4). The message says what is missing, <see cref="Fix"/> the command that mends it.</summary>
public sealed class EnvironmentException(string message, string? fix = null) : Exception(message)
{
    public string? Fix { get; } = fix;
}
