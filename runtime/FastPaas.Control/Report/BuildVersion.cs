using System.Reflection;
using FastPaas.Control.Report;

[assembly: AssemblyInformationalVersion(BuildVersion.Text)]

namespace FastPaas.Control.Report;

/// <summary>FastPaas's version. A constant: to ask the assembly for its attribute takes reflection, a seventh of what a build
/// compiles (docs/adr/0011).</summary>
static class BuildVersion
{
    public const string Text = "1.0.0";
}
