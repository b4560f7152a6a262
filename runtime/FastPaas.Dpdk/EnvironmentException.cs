using System;

namespace FastPaas;

/// <summary>This machine can't do it as it is (exit 4). The message says what is missing, <see cref="Fix"/> the command that
/// mends it.</summary>
public sealed class EnvironmentException(string message, string? fix = null) : Exception(message)
{
    public string? Fix { get; } = fix;
}
