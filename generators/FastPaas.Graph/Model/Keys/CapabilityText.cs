namespace FastPaas.Graph.Model.Keys;

/// <summary>What a capability does, for "this build can't do ... yet".</summary>
public static class CapabilityText
{
    public static string Of(Capability capability) => capability switch
    {
        Capability.Protection => "memory protection",
        Capability.Batching => "re-batching",
        Capability.Steering => "steering in the NIC",
        Capability.State => "flow state",
        Capability.Scheduling => "moving flows between lcores",
        Capability.AccessControl => "access control",
        Capability.Http => "the HTTP endpoint",
        _ => "this",
    };
}
