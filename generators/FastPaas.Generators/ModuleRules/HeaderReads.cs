using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0508 and FP0509: what Process says of packets is what the manifest says. The host parses what <c>reads</c> lists,
/// and
/// trusts the lane of a <c>shape = "packet"</c> module without a test.</summary>
sealed class HeaderReads(OperationBlockAnalysisContext context, ModuleManifest? manifest)
{
    /// <summary>By member of ParsedHeaders, Burst or WritableBurst, the fields of which one must be in reads.</summary>
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
        if (manifest.Shape == ModuleShape.Packet) CheckLane(operation);
    }

    void CheckMember(IOperation operation, ISymbol member)
    {
        if (member.ContainingNamespace?.Name != "FastPaas") return;
        bool isBurst = member.ContainingType.Name is "Burst" or "WritableBurst";
        if (!isBurst && member.ContainingType.Name != "ParsedHeaders") return;
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

        if (!isBurst && manifest.Reads.Count == 0 && member is IPropertySymbol)
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

    /// <summary>An argument for a parameter called lane is the method's own lane, which nothing assigns.</summary>
    void CheckLane(IOperation operation)
    {
        if (operation is IArgumentOperation { Parameter.Name: "lane" } argument && !IsLane(argument.Value))
            Report(ModuleRule.Lane, argument, "a module of `shape = \"packet\"` has one packet: pass its own `lane` on, "
                + "unchanged; for others write `shape = \"burst\"`");
        bool isWritten = operation switch
        {
            IAssignmentOperation { Target: var target } => Assigns(target),
            IIncrementOrDecrementOperation { Target: var target } => IsLane(target),
            IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: var value } => IsLane(value),
            IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None, Initializer.Value: var value } => IsLane(value),
            _ => false,
        };
        if (!isWritten) return;
        Report(ModuleRule.Lane, operation, "`lane` stays what the host gave; keep another number in another variable");
    }

    static bool Assigns(IOperation target) => target is ITupleOperation tuple ? tuple.Elements.Any(Assigns) : IsLane(target);

    /// <summary>Of a plain static method of the module's class: every call of such a one has an argument for it. An operator, an
    /// indexer, a Slice or a GetEnumerator can be called without one.</summary>
    static bool IsLane(IOperation value) =>
        value is IParameterReferenceOperation { Parameter: { Name: "lane", IsOptional: false } lane }
        && lane.ContainingSymbol is IMethodSymbol method
        && method is { IsStatic: true, IsExtensionMethod: false, MethodKind: MethodKind.Ordinary, ContainingType.IsStatic: true };

    void Report(DiagnosticDescriptor rule, IOperation operation, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, operation.Syntax.GetLocation(), message + "."));
}
