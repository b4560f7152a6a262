using System;

namespace FastPaas;

/// <summary>Marks the static class that implements the module of this name (its folder, and <c>name</c> in its
/// module.toml).</summary>
/// <remarks>
/// The class has, by the manifest's <c>shape</c>, exactly these members, which the generated code calls by name:
/// <code>
/// public struct State { ... }                                        // unmanaged; zeroed before Init
/// public static void Init(XConfig config, ModuleHeap heap, ref State state);   // may throw ModuleConfigurationException
/// // shape = "burst" (default); Burst when packet is "none" or "read", WritableBurst when "write"
/// public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask first, out LaneMask second ...);
/// // shape = "packet": one output, packets independent of each other, no state written
/// public static void Process(WritablePacket packet, in State state);
/// </code>
/// XConfig (<c>AclConfig</c> for <c>acl</c>) is generated from the manifest. The outputs partition <c>lanes</c>, in the
/// manifest's order.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModuleAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>A module's Init refuses its configuration; the message becomes the one sentence that the user reads.</summary>
public sealed class ModuleConfigurationException(string message) : Exception(message);
