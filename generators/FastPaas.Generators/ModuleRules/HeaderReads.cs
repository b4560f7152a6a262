using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0509: what Process says of packets is what the manifest says. The host parses what <c>reads</c> lists.</summary>
sealed class HeaderReads(OperationBlockAnalysisContext context, ModuleManifest? manifest)
{
    /// <summary>By member of parsed headers, a burst or a packet, the fields of which one must be in reads.</summary>
    static readonly Dictionary<string, HeaderField[]> wanted = new()
    {
        ["EthSrc"] = [HeaderField.EthSrc],
        ["EthDst"] = [HeaderField.EthDst],
        ["EthType"] = [HeaderField.EthType],
        ["EthTypeIs"] = [HeaderField.EthType],
        ["VlanId"] = [HeaderField.VlanId],
        ["IpSrc"] = [HeaderField.IpSrc],
        ["IpSrcIn"] = [HeaderField.IpSrc],
        ["IpDst"] = [HeaderField.IpDst],
        ["IpDstIn"] = [HeaderField.IpDst],
        ["Ip6Src"] = [HeaderField.Ip6Src],
        ["Ip6Dst"] = [HeaderField.Ip6Dst],
        ["IpProto"] = [HeaderField.IpProto],
        ["IpTtl"] = [HeaderField.IpTtl],
        ["IpTtlIn"] = [HeaderField.IpTtl],
        ["IpDscp"] = [HeaderField.IpDscp],
        ["L4Src"] = [HeaderField.L4Src, HeaderField.TcpSrc, HeaderField.UdpSrc],
        ["L4Dst"] = [HeaderField.L4Dst, HeaderField.TcpDst, HeaderField.UdpDst],
        ["TcpFlags"] = [HeaderField.TcpFlags],
        ["IcmpType"] = [HeaderField.IcmpType],
        ["PacketLength"] = [HeaderField.PacketLength],
        ["FlowHash"] = [HeaderField.FlowHash],
        ["IpOffset"] = [HeaderField.IpOffset],
        ["L4Offset"] = [HeaderField.L4Offset],
        ["Burst.Ip4"] = [HeaderField.IpOffset],
        ["Burst.SoundIp4"] = [HeaderField.IpOffset],
        ["Burst.Ip6"] = [HeaderField.IpOffset],
        ["Burst.Tcp"] = [HeaderField.L4Offset],
        ["Burst.Udp"] = [HeaderField.L4Offset],
    };

    static readonly HashSet<string> resizing = ["TryAddFront", "TryRemoveFront", "TryAddEnd", "TryRemoveEnd"];

    public void Check(IOperation operation)
    {
        if (manifest is null) return;
        if (operation is IInvocationOperation call) CheckMember(operation, call.TargetMethod);
        if (operation is IPropertyReferenceOperation property) CheckMember(operation, property.Property);
    }

    void CheckMember(IOperation operation, ISymbol member)
    {
        if (member.ContainingNamespace?.Name != "FastPaas") return;
        bool isBurst = member.ContainingType.Name is "Burst" or "WritableBurst" or "WritablePacket";
        if (!isBurst && member.ContainingType.Name is not ("ParsedHeaders" or "PacketHeaders")) return;
        if (manifest!.Packet == PacketAccess.None && !(isBurst && member.Name is "Length" or "NowCycles"))
        {
            Report(ModuleRule.Reads, operation,
                $"{member.Name} looks into packets, and the manifest says `packet = \"none\"`; write `packet = \"read\"` there");
            return;
        }

        if (isBurst && !manifest.Resizes && resizing.Contains(member.Name))
        {
            Report(ModuleRule.Reads, operation,
                $"{member.Name} moves the packet's ends, and the manifest doesn't say so; add `resizes = true` there");
            return;
        }

        if (isBurst && manifest.Tags.Count == 0 && member.Name == "TryPushTag")
        {
            Report(ModuleRule.Reads, operation,
                "TryPushTag is for packets that leave by an output of the manifest's `tags`; add the output there");
            return;
        }

        if (!isBurst && manifest.Reads.Count == 0 && member is IPropertySymbol && !wanted.ContainsKey(member.Name))
        {
            Report(ModuleRule.Reads, operation,
                $"the manifest lists nothing in `reads`, so no layer is parsed; add a field of {member.Name}");
            return;
        }

        if (!wanted.TryGetValue(isBurst ? "Burst." + member.Name : member.Name, out HeaderField[]? fields)
            || fields.Any(manifest.Reads.Contains)) return;
        Report(ModuleRule.Reads, operation,
            $"{member.Name} wants \"{HeaderFieldInfo.Of(fields[0]).Name}\" in the manifest's `reads`; add it there");
    }

    void Report(DiagnosticDescriptor rule, IOperation operation, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, operation.Syntax.GetLocation(), message + "."));
}
