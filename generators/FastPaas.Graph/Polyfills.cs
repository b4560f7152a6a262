// netstandard2.0 lacks the types that the C# compiler wants for records and init setters.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
