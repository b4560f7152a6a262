namespace FastPaas.Control.Syntax;

/// <summary>The command line is wrong whatever the graph; <c>--help</c> tells how it is written.</summary>
sealed class SyntaxException(string message) : UsageException(message);
