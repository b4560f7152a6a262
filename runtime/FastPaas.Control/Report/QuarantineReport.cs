using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using FastPaas.Runtime.ControlSocket;

namespace FastPaas.Control.Report;

/// <param name="Instances">Every instance of a module in C that is confined.</param>
sealed record QuarantineReport(int Version, string Graph, string Instance, IReadOnlyList<ConfinedReport> Instances) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("instance", Instance);
        json.WriteArray("instances", Instances);
    }

    public void Write(TextWriter output)
    {
        if (Instances.Count == 0)
        {
            output.WriteLine("no module of this graph is confined.");
            return;
        }
        var table = new Table("node", "module", "tenant", "lcore", "state", "restarts", "faults", "last");
        foreach (ConfinedReport each in Instances)
        {
            string faults = string.Join(", ", each.Faults.ConvertAll(fault => $"{fault.Name} {fault.Value}"));
            table.Add(each.Node, each.Module, each.Tenant ?? "(operator)", $"{each.Lcore}",
                each.State(), $"{each.Restarts}", faults, each.LastFault ?? "");
        }
        table.Write(output);
    }
}

/// <param name="Tenant">Null: the operator's.</param>
/// <param name="Faults">By kind, those that there were.</param>
sealed record ConfinedReport(
    string Node, string Module, string? Tenant, int Lcore, bool IsQuarantined, bool IsBeginning, long Restarts,
    IReadOnlyList<NamedCounter> Faults, string? LastFault, string? Refusal) : IJsonReport
{
    public string State() => IsBeginning ? "begins again" : IsQuarantined ? "in quarantine" : "runs";

    public static ConfinedReport Of(ConfinedResponse response) => new(
        response.Node, response.Module, response.Tenant, response.Lcore, response.IsQuarantined, response.IsBeginning,
        response.Restarts, NamedCounter.ListOf(response.Faults), response.LastFault,
        response.Refusal);

    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("node", Node);
        json.WriteString("module", Module);
        json.WriteString("tenant", Tenant);
        json.WriteNumber("lcore", Lcore);
        json.WriteBoolean("is_quarantined", IsQuarantined);
        json.WriteBoolean("is_beginning", IsBeginning);
        json.WriteNumber("restarts", Restarts);
        json.WriteArray("faults", Faults);
        json.WriteString("last_fault", LastFault);
        json.WriteString("refusal", Refusal);
    }
}
