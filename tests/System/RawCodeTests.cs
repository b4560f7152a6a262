using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build.RawCode;
using Iced.Intel;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>The build's check of raw code, on methods that each break one rule and on the product.</summary>
public sealed class RawCodeTests
{
    static readonly Lazy<RawCodeReport> Bad =
        new(() => RawCodeCheck.Run(Read(Checkout.Probe), name => name.Contains("_BadRaw__")));
    static readonly Lazy<RawCodeReport> Loop = new(() => RawCodeCheck.Run(Read(Checkout.Wire), RawCodeStep.IsEntry));

    static string Wraps => File.ReadAllText(Path.Combine(Checkout.Root, "native/dpdk/raw_wraps.def"));

    [Test]
    [Arguments("Allocates", "allocates")]
    [Arguments("Throws", "throws")]
    [Arguments("StaticConstructor", "runs a static constructor")]
    [Arguments("Locks", "takes a lock")]
    [Arguments("CallsInterface", "calls through an interface")]
    [Arguments("ThreadStatic", "uses a thread static")]
    [Arguments("Boxes", "allocates")]
    [Arguments("ImportsNative", "calls native code with a transition (DllImport)")]
    [Arguments("StoresObject", "stores an object reference")]
    [Arguments("TakesString", "uses a string")]
    public void A_method_that_breaks_a_rule_is_named_with_it(string method, string rule) =>
        Assert.Contains(rule, Broken($"_BadRaw__{method}").Select(violation => violation.Why));

    [Test]
    public void A_violation_further_down_is_reported_with_the_way_to_it()
    {
        RawCodeReport report = RawCodeCheck.Run(Read(Checkout.Probe), name => name.EndsWith("_BadRaw__AllocatesDeeper"));
        RawViolation violation = report.Violations.First(v => v.Why == "allocates");
        Assert.EndsWith("_BadRaw__AllocatesDeeper", violation.Path[0]);
        Assert.True(violation.Path.Count > 1);
    }

    [Test]
    public void A_bounds_check_is_a_trap_and_no_violation()
    {
        Assert.Empty(Broken("_BadRaw__Innocent"));
        Assert.Contains(Bad.Value.MayTrap, each => each.Function.EndsWith("_BadRaw__Innocent"));
    }

    [Test]
    public void A_trap_that_no_recovery_point_is_before_is_refused()
    {
        static bool IsAll(string name) => name.EndsWith("_BadRaw__All");
        static bool IsInnocent(string name) => name.EndsWith("_BadRaw__Innocent");
        Assert.Contains(RawCodeCheck.Run(Read(Checkout.Probe), IsAll).Unguarded, each => IsInnocent(each.Function));
        RawCodeReport guarded = RawCodeCheck.Run(Read(Checkout.Probe), IsAll, IsInnocent);
        Assert.DoesNotContain(guarded.Unguarded, each => IsInnocent(each.Function));
        Assert.Contains(guarded.MayTrap, each => IsInnocent(each.Function));
    }

    [Test]
    public void The_lcore_loop_and_every_entry_of_the_product_are_examined_and_good()
    {
        Assert.Empty(Loop.Value.Violations);
        Assert.Contains(Loop.Value.Functions, name => name.EndsWith("_LcoreLoop__Run"));
        Assert.Contains(Loop.Value.Functions, name => name.EndsWith("__RunLeft"));
        Assert.Contains(Loop.Value.Functions, name => name.EndsWith("__RunRight"));
    }

    /// <summary>No disassembly finds them from the loop, which calls them by address.</summary>
    [Test]
    [Arguments("_LcoreLoop__Drain")]
    [Arguments("_HandOverRing__Receive")]
    [Arguments("_SpreadingQueue__Receive")]
    [Arguments("_ColdQueue__Receive")]
    [Arguments("_SharedSend__Send")]
    public void What_an_lcore_calls_by_address_is_examined(string function) =>
        Assert.Contains(Loop.Value.Functions, name => name.EndsWith(function));

    /// <summary>Headers of cold packets are asked for: the instruction is there, in what loops over the burst.</summary>
    [Test]
    public void A_cold_queue_prefetches()
    {
        ElfImage image = Read(Checkout.Wire);
        ElfSymbol receive = image.Symbols.Single(symbol => symbol.Size > 0 && symbol.Name.EndsWith("_ColdQueue__Receive"));
        var decoder = Decoder.Create(64, image.Bytes(receive.Address, receive.Size).ToArray(), receive.Address);
        var code = new List<Instruction>();
        while (decoder.IP < receive.Address + receive.Size) code.Add(decoder.Decode());
        ulong prefetch = code.First(each => each.Mnemonic == Mnemonic.Prefetcht0).IP;
        Assert.Contains(code, each => each.FlowControl == FlowControl.ConditionalBranch && each.IP > prefetch
            && each.NearBranchTarget <= prefetch);
    }

    [Test]
    public void Every_wrapped_entry_point_exists_in_the_runtime_and_in_the_binary() =>
        Assert.Empty(RawCodeStep.Check(Read(Checkout.Wire), Wraps, RawCodeStep.IsEntry, mayTrap: false, out _));

    [Test]
    public void A_wrapped_entry_point_that_the_runtime_lacks_is_a_failure()
    {
        const string Gone = "RhpGoneInTheNextRelease";
        IReadOnlyList<string> problems =
            RawCodeStep.Check(Read(Checkout.Wire), $"{Wraps}WRAP({Gone})\n", RawCodeStep.IsEntry, mayTrap: false, out _);
        Assert.Contains(problems, problem => problem.StartsWith($"{Gone} is wrapped, and this runtime has no such"));
    }

    [Test]
    public void A_binary_whose_loop_cannot_be_found_proves_nothing() =>
        Assert.Contains(
            RawCodeStep.Check(Read(Checkout.Wire), Wraps, _ => false, mayTrap: false, out _),
            problem => problem.Contains("nothing was proved"));

    static ElfImage Read(string binary) => ElfImage.Read(binary, binary + ".dbg");

    static IEnumerable<RawViolation> Broken(string method) =>
        Bad.Value.Violations.Where(violation => violation.Function.EndsWith(method));
}
