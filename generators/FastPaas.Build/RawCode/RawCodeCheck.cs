using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace FastPaas.Build.RawCode;

/// <summary>A raw function that breaks a rule.</summary>
/// <param name="Function">Mangled, as the linker knows it.</param>
/// <param name="Why">Which rule: "allocates".</param>
/// <param name="Target">What it refers to.</param>
/// <param name="Path">The calls that lead there, from an entry.</param>
public sealed record RawViolation(string Function, string Why, string Target, IReadOnlyList<string> Path)
{
    public override string ToString() =>
        $"{RawNames.Readable(Function)} {Why} ({Target}), reached by {string.Join(" -> ", Path.Select(RawNames.Readable))}";
}

/// <param name="Functions">All that can run on an lcore.</param>
/// <param name="MayTrap">Of these, the ones that can leave through a trap (a failed bounds check), and through which
/// helper.</param>
/// <param name="Unguarded">Of those, the ones that an lcore can come to without a recovery point, as violations.</param>
public sealed record RawCodeReport(
    IReadOnlyList<string> Functions, IReadOnlyList<(string Function, string Helper)> MayTrap,
    IReadOnlyList<RawViolation> Violations, IReadOnlyList<RawViolation> Unguarded);

/// <summary>Disassembles all that an lcore can reach and finds what ties it to the runtime: a raw thread is unknown to the
/// collector,
/// so an allocation, a throw, a lock, a lazy static or a GC poll there is a crash. Calls and taken function addresses are
/// followed;
/// an indirect call has its target from a field of native memory (a device's function, an entry), which are roots
/// themselves.</summary>
public sealed class RawCodeCheck
{
    readonly ElfImage image;
    readonly (ulong Start, ulong End) managed;
    readonly Dictionary<ulong, ElfSymbol?> callers = [];
    readonly Queue<ElfSymbol> pending = new();
    readonly List<string> functions = [];
    readonly List<(string, string)> mayTrap = [];
    readonly List<RawViolation> violations = [], unguarded = [];
    readonly Func<string, bool> isGuarded;
    /// <summary>Called behind recovery points: what is reached only from there comes last.</summary>
    readonly List<(ElfSymbol Function, ElfSymbol Caller)> guarded = [];
    bool areRestGuarded;

    RawCodeCheck(ElfImage image, Func<string, bool> isGuarded)
    {
        this.image = image;
        this.isGuarded = isGuarded;
        managed = (Require("__start___managedcode").Address, Require("__stop___managedcode").Address);
    }

    /// <summary>Examines everything reachable from the symbols that <paramref name="isEntry"/> picks.</summary>
    /// <param name="isGuarded">Symbols that are called behind a recovery point; null: none is.</param>
    public static RawCodeReport Run(ElfImage image, Func<string, bool> isEntry, Func<string, bool>? isGuarded = null)
    {
        var check = new RawCodeCheck(image, isGuarded ?? (_ => false));
        foreach (ElfSymbol symbol in image.Symbols)
            if (check.IsManaged(symbol.Address) && symbol.Size > 0 && isEntry(symbol.Name)) check.Enqueue(symbol, null);
        check.ExaminePending();
        check.areRestGuarded = true;
        foreach ((ElfSymbol function, ElfSymbol caller) in check.guarded.ToArray()) check.Enqueue(function, caller);
        check.ExaminePending();
        return new RawCodeReport(check.functions, check.mayTrap, check.violations, check.unguarded);
    }

    void ExaminePending()
    {
        while (pending.TryDequeue(out ElfSymbol? next)) Examine(next);
    }

    ElfSymbol Require(string name) =>
        image.Find(name)
            ?? throw new InvalidOperationException($"The executable has no symbol {name}: its symbols are not those of a " +
                "NativeAOT build.");

    bool IsManaged(ulong address) => address >= managed.Start && address < managed.End;

    void Enqueue(ElfSymbol function, ElfSymbol? caller)
    {
        if (callers.TryAdd(function.Address, caller)) pending.Enqueue(function);
    }

    void Examine(ElfSymbol function)
    {
        functions.Add(function.Name);
        ReadOnlyMemory<byte> code = image.Bytes(function.Address, function.Size);
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code.ToArray()), function.Address);
        while (decoder.IP < function.Address + (ulong)code.Length)
        {
            Instruction instruction = decoder.Decode();
            if (instruction.IsInvalid)
            {
                Violate(function, "has bytes that are no instruction", $"0x{instruction.IP:x}");
                break;
            }
            Examine(function, instruction);
        }
    }

    void Examine(ElfSymbol function, in Instruction instruction)
    {
        if (instruction.SegmentPrefix is Register.FS or Register.GS)
            Violate(function, "uses a thread static", $"{instruction.SegmentPrefix} segment");
        if (instruction.Mnemonic is Mnemonic.Syscall or Mnemonic.Int)
            Violate(function, "calls the system", instruction.Mnemonic.ToString());
        // The host's own divisors are never 0.
        if (instruction.Mnemonic is Mnemonic.Div or Mnemonic.Idiv && RawRules.IsOfModules(function.Name))
            MayTrap(function, "division");
        bool isBranch = instruction.FlowControl is FlowControl.Call or FlowControl.UnconditionalBranch
            or FlowControl.ConditionalBranch
            && instruction.Op0Kind is OpKind.NearBranch64;
        if (isBranch) Refer(function, instruction.NearBranchTarget, isCall: true);
        else if (instruction.IsIPRelativeMemoryOperand)
        {
            Refer(function, instruction.IPRelativeMemoryAddress, IsIndirectCall(instruction));
        }
    }

    static bool IsIndirectCall(in Instruction instruction) =>
        instruction.FlowControl is FlowControl.IndirectCall or FlowControl.IndirectBranch;

    void Refer(ElfSymbol function, ulong address, bool isCall)
    {
        if (address >= function.Address && address < function.Address + function.Size) return;
        ElfSymbol? target = image.At(address);
        (RawRules.Verdict verdict, string why) = RawRules.Judge(target?.Name, IsManaged(address), isCall);
        switch (verdict)
        {
            case RawRules.Verdict.Follow when !areRestGuarded && isGuarded(target!.Name): guarded.Add((target, function)); break;
            case RawRules.Verdict.Follow: Enqueue(target!, function); break;
            case RawRules.Verdict.Trap: MayTrap(function, target!.Name); break;
            case RawRules.Verdict.Forbidden: Violate(function, why, target?.Name ?? $"0x{address:x}"); break;
        }
    }

    void MayTrap(ElfSymbol function, string helper)
    {
        mayTrap.Add((function.Name, helper));
        if (!areRestGuarded) Add(unguarded, function, "may trap with no recovery point before it", helper);
    }

    void Violate(ElfSymbol function, string why, string target) => Add(violations, function, why, target);

    void Add(List<RawViolation> list, ElfSymbol function, string why, string target)
    {
        var violation = new RawViolation(function.Name, why, target, PathTo(function));
        if (!list.Any(v => v.Function == violation.Function && v.Why == why && v.Target == target)) list.Add(violation);
    }

    List<string> PathTo(ElfSymbol function)
    {
        var path = new List<string>();
        for (ElfSymbol? step = function; step != null; step = callers[step.Address]) path.Insert(0, step.Name);
        return path;
    }
}
