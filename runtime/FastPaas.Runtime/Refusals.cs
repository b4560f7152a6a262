using System;

namespace FastPaas.Runtime;

/// <summary>What the user gave can't be used (exit 1). The message is the one sentence that he reads.</summary>
public sealed class RefusedException(string message) : Exception(message);
