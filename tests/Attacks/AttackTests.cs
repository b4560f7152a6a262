using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Build.CModules;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Attacks.Tests;

/// <summary>Every way out that a module in C has tried; others' go into attack/.</summary>
[NotInParallel]
public sealed class AttackTests
{
    public static IEnumerable<(string Name, string Variant)> Cases =>
        from variant in Variants from attack in Attack.All select (attack.Name, variant.Text);

    /// <summary>How modules can be confined; the last three leave reads alone.</summary>
    static readonly CVariant[] Variants =
    [
        new(Backend.Segment), new(Backend.Mask), new(Backend.Compare), new(Backend.Segment, OnlyWrites: true),
        new(Backend.Mask, OnlyWrites: true), new(Backend.Compare, OnlyWrites: true),
    ];

    /// <summary>What finds a neighbour's bytes where reads go anywhere.</summary>
    internal static readonly string[] ReadsAnywhere = ["read_by_distance", "compare_by_distance"];

    static readonly string Table = Repository.Path("tests", "Attacks", "README.md");

    [Test]
    [MethodDataSource(nameof(Cases))]
    public void A_module_that_attacks_stays_inside(string name, string variant)
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        Attack attack = Attack.Called(name);
        using Field field = new(attack, Variants.Single(each => each.Text == variant));
        Finding found = field.Run();
        bool isLeak = variant.EndsWith("-write", StringComparison.Ordinal) && ReadsAnywhere.Contains(name);
        // Of an address of the host's 32 bits count, and they may be one of the module's own: then nothing is to be detected.
        bool isCertain = variant == "compare" && attack.IsSeenWhole;
        string[] outcomes = isLeak ? ["nothing"]
            : attack.IsByChance && !isCertain ? ["memory", "stack", "nothing"] : [attack.Outcome];
        Assert.Contains(found.Outcome, outcomes);
        Assert.Equal(("", isLeak), (found.Damage, found.IsLeak));
    }

    /// <summary>All 64 bits of the address, before anything is there, and the line that reaches for it.</summary>
    [Test]
    [Arguments("write_host_word", "compare"), Arguments("read_host_word", "compare"), Arguments("read_by_distance", "compare")]
    [Arguments("write_host_word", "compare-write"), Arguments("write_by_distance", "compare-write")]
    public void A_check_names_the_address_and_the_line(string name, string variant)
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        Attack attack = Attack.Called(name);
        using Field field = new(attack, Variants.Single(each => each.Text == variant));
        Assert.Equal("memory", field.Run().Outcome);
        if (attack.Aim == "host") Assert.Equal((long)field.Given, field.FaultAddress);
        string source = Repository.Path("tests", "Attacks", "attack", "ways.h");
        int line = File.ReadAllLines(source).ToList().FindIndex(text => text.Contains(name.StartsWith("write", StringComparison
            .Ordinal) ? "*(volatile uint8_t *)at(address) = 0x41" : "((volatile uint64_t *)at(address))[i]")) + 1;
        Assert.Contains($"modules/attack/ways.h({line},", field.FaultText, StringComparison.Ordinal);
    }

    [Test]
    [Arguments("fills_pool", CPacketAccess.Read), Arguments("stale_packet", CPacketAccess.Read)]
    [Arguments("reads_whole_pool", CPacketAccess.None)]
    public void Packets_are_there_as_the_manifest_says(string name, CPacketAccess packet)
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        using Field field = new(Attack.Called(name), Variants[0], packet);
        Assert.Equal(new Finding("memory", "", IsLeak: false), field.Run());
        Assert.InRange(field.FaultAddress, (long)ArenaLayout.PacketsOffset, (long)ArenaLayout.ArenaBytes - 1);
    }

    /// <summary>Else the test before this one would find a fault whatever is mapped.</summary>
    [Test]
    public void A_module_that_may_read_packets_reads_them()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        using Field field = new(Attack.Called("reads_whole_pool"), Variants[0], CPacketAccess.Read);
        Assert.Equal(new Finding("nothing", "", IsLeak: false), field.Run());
    }

    [Test]
    public void What_the_host_takes_back_no_other_lcores_instance_reaches()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        using Field field = new(Attack.Called("count_grows"), Variants[0]);
        Assert.Equal(new Finding("nothing", "", IsLeak: false), field.RunWhileAnotherLcoreWrites());
    }

    [Test]
    public void What_a_packet_grows_by_is_zero_and_no_earlier_packet_s()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        using Field field = new(Attack.Called("grows_unwritten"), Variants[0]);
        Assert.Equal(new Finding("nothing", "", IsLeak: false), field.RunBehindLongerPackets());
    }

    [Test]
    public void An_init_reaches_no_packets_which_an_lcore_may_be_showing_to_others()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        const int PacketsInInit = 1_000;
        Assert.Contains("it reaches for 0x80000000", Assert.Throws<ModuleConfigurationException>(
            () => new Field(new Attack(PacketsInInit, "", "nothing", "memory", ""), Variants[0])).Message);
    }

    [Test]
    [Arguments("host", "the host's data"), Arguments("heap", "the neighbour's heap")]
    [Arguments("globals", "the neighbour's variables"), Arguments("arena_stack", "the neighbour's stack")]
    [Arguments("machine_stack", "the neighbour's return addresses"), Arguments("packet", "the neighbour's packets")]
    public void A_byte_that_changes_is_seen(string where, string damage)
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        using Field field = new(Attack.All[0], Variants[0]);
        Assert.Equal(new Finding("", damage, IsLeak: false), field.Plant(where));
    }

    [Test]
    public void A_stolen_word_is_seen()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        using Field field = new(Attack.All[0], Variants[0]);
        Assert.Equal(new Finding("", "", IsLeak: true), field.Plant("loot"));
    }

    [Test]
    public void The_attacker_knows_the_arena_as_it_is()
    {
        string arena = File.ReadAllText(Repository.Path("native", "module", "arena.def"));
        string[] places = [.. File.ReadLines(Repository.Path("tests", "Attacks", "attack", "places.h"))
            .Where(line => line.StartsWith('\t')).Select(line => line.Trim('\t', ',').Replace(" = ", ","))];
        Assert.NotEmpty(places);
        Assert.All(places, place => Assert.Contains($"ARENA({place})", arena.Replace(" ", "")));
    }

    [Test]
    public void The_table_of_attacks_is_that_of_the_tests()
    {
        StringBuilder table = new();
        foreach (Attack attack in Attack.All)
        {
            string found = attack.Outcome switch
            {
                "nothing" => "no difference to anybody",
                "drop" => "yes: the packet is dropped by name",
                _ => $"yes: {attack.Outcome.Replace('_', ' ')}",
            };
            string byRoots = attack.IsByChance ? "yes: memory, unless 32 bits of the address are its own" : found;
            string byChecks = attack.IsByChance && !attack.IsSeenWhole ? byRoots : found;
            string reads = ReadsAnywhere.Contains(attack.Name) ? "the neighbour's bytes" : "no";
            table.Append($"| {attack.Name} | {attack.What} | yes | {byRoots} | {byChecks} | no | {reads} |\n");
        }
        string text = File.ReadAllText(Table);
        int start = text.IndexOf("|---|", StringComparison.Ordinal);
        string head = text[..(text.IndexOf('\n', start) + 1)];
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1") File.WriteAllText(Table, head + table);
        Assert.Equal(head + table, File.ReadAllText(Table));
    }
}
