using System.Reflection;

namespace FastPaas.Control.Report;

/// <summary>FastPaas's version.</summary>
static class BuildVersion
{
    public static string Text => typeof(BuildVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
