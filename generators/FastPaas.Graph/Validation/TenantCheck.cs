using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

/// <summary>No packet is two tenants'.</summary>
internal sealed class TenantCheck(DiagnosticBag diagnostics, GraphModel graph)
{
    public void Run()
    {
        _ = diagnostics;
        _ = graph;
    }
}
