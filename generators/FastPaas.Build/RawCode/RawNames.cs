using System.Text.RegularExpressions;

namespace FastPaas.Build.RawCode;

/// <summary>The compiler's names for people: <c>FastPaas_Modules_FastPaas_Modules_Acl__Process</c> is
/// <c>FastPaas.Modules.Acl.Process</c>.</summary>
static partial class RawNames
{
    public static string Readable(string mangled)
    {
        string name = AssemblyPrefix().Replace(mangled, "");
        int method = name.IndexOf("__", System.StringComparison.Ordinal);
        return method < 0 ? name : $"{name[..method].Replace('_', '.')}.{name[(method + 2)..]}";
    }

    [GeneratedRegex(@"^(FastPaas_[A-Za-z]+_(?=FastPaas_)|S_P_CoreLib_)")]
    private static partial Regex AssemblyPrefix();
}
