using System;

namespace FastPaas;

/// <summary>A module of the assembly that can't fail, whatever the packets: generated where it is compiled, by a proof from its
/// source (docs/adr/0037). Graphs call it without a recovery point. A module can't set it: it sets no attributes of an
/// assembly.</summary>
/// <param name="module">Its name.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class FaultFreeAttribute(string module) : Attribute
{
    public string Module => module;
}
