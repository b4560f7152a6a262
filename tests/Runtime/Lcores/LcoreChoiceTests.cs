using System;
using System.Linq;
using FastPaas.Dpdk;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

public sealed class LcoreChoiceTests
{
    [Test]
    [Arguments(1, null, "0@2,1@9")]
    [Arguments(2, null, "0@2,1@5,2@9")]
    [Arguments(3, null, "0@2,1@2,2@5,3@9")]
    [Arguments(2, 9, "0@9,1@2,2@5")]
    [Arguments(3, 9, "0@9,1@2,2@5,3@9")]
    public void The_last_allowed_cpus_work_and_the_first_that_is_left_controls(int workers, int? control, string list) =>
        Assert.Equal(list, LcoreChoice.Place(workers, [], control, [2, 5, 9]).EalList);

    [Test]
    [Arguments(new[] { 2 }, null, "0@5,1@2")]
    [Arguments(new[] { 5, 5 }, null, "0@2,1@5,2@5")]
    [Arguments(new[] { 9, 2 }, 5, "0@5,1@9,2@2")]
    [Arguments(new[] { 9, 5, 2 }, null, "0@2,1@9,2@5,3@2")]
    public void A_graphs_own_cpus_are_taken_as_they_stand(int[] workers, int? control, string list) =>
        Assert.Equal(list, LcoreChoice.Place(workers.Length, workers, control, [2, 5, 9]).EalList);

    [Test]
    [Arguments(4, new int[0], null, "the graph wants 4 workers")]
    [Arguments(1, new[] { 3 }, null, "[lcores]: this process may not run on CPU 3")]
    [Arguments(1, new int[0], 7, "[lcores]: this process may not run on CPU 7")]
    public void A_graph_that_wants_other_cpus_is_refused_in_a_sentence(int workers, int[] cpus, int? control, string sentence)
    {
        var error = Assert.Throws<FormatException>(() => LcoreChoice.Place(workers, cpus, control, [2, 5, 9]));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Test]
    public void One_cpu_is_shared_and_said_so()
    {
        LcoreChoice choice = LcoreChoice.Place(1, [], null, [3]);
        Assert.Equal("0@3,1@3", choice.EalList);
        Assert.Contains("packets wait for both", choice.Describe(), StringComparison.Ordinal);
    }

    [Test]
    public void A_list_names_the_control_core_and_then_each_worker() =>
        Assert.Equal("0@3,1@0,2@1", LcoreChoice.Parse("3,0,1", [0, 1, 2, 3]).EalList);

    [Test]
    [Arguments("0,1", "lcores: CPU 1 for packets, CPU 0 for control")]
    [Arguments("0,1,2", "lcores: CPU 1, 2 for packets, CPU 0 for control")]
    [Arguments("0,1,1", "lcores take turns on CPU 1, so packets wait while another runs")]
    [Arguments("0,0", "packets wait for both")]
    [Arguments("0,0,1", "packets wait for both")]
    public void Who_waits_for_whom_is_said(string list, string sentence) =>
        Assert.Contains(sentence, LcoreChoice.Parse(list, [0, 1, 2]).Describe(), StringComparison.Ordinal);

    [Test]
    [Arguments("", "write the CPUs")]
    [Arguments("0", "write the CPUs")]
    [Arguments("0,", "\"\" is no CPU number")]
    [Arguments("0,x", "\"x\" is no CPU number")]
    [Arguments("0,-1", "\"-1\" is no CPU number")]
    [Arguments("0,1-3", "\"1-3\" is no CPU number")]
    [Arguments("0,99999999999", "\"99999999999\" is no CPU number")]
    [Arguments("0,4", "may not run on CPU 4")]
    [Arguments("0,1,4", "may not run on CPU 4")]
    public void A_wrong_core_list_is_refused_in_a_sentence(string list, string sentence)
    {
        var error = Assert.Throws<FormatException>(() => LcoreChoice.Parse(list, [0, 1]));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Test]
    public void More_workers_than_DPDK_has_lcores_are_refused()
    {
        string list = string.Join(',', Enumerable.Repeat("1", 129));
        var error = Assert.Throws<FormatException>(() => LcoreChoice.Parse(list, [0, 1]));
        Assert.Contains("128 workers are more than the 127", error.Message, StringComparison.Ordinal);
        Assert.Equal(127, LcoreChoice.Parse(list[..^2], [0, 1]).WorkerCpus.Count);
    }
}
