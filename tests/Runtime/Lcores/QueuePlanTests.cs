using System.Linq;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

public sealed class QueuePlanTests
{
    [Test]
    public void One_worker_polls_everything_and_hands_nothing_over()
    {
        var plan = new QueuePlan([new(0, 2, false), new(1, 1, true)], workers: 1);
        Assert.Equal(3, plan.Of(0).Count());
        Assert.DoesNotContain(plan.Queues, queue => queue.HandsOver);
        Assert.Empty(plan.GiversTo(0));
    }

    [Test]
    public void Ports_of_one_queue_go_round_the_workers()
    {
        var plan = new QueuePlan([new(0, 1, false), new(2, 1, false), new(5, 1, false)], workers: 2);
        Assert.Equal([0, 1, 0], plan.Queues.Select(queue => queue.Worker));
        Assert.All(plan.Queues, queue => Assert.True(queue.HandsOver));
        Assert.Equal([new Giver(0, 0), new Giver(0, 5)], plan.GiversTo(1));
        Assert.Equal([new Giver(1, 2)], plan.GiversTo(0));
    }

    /// <summary>Else both directions of a flow, on two ports, would be two workers'.</summary>
    [Test]
    public void A_device_that_spreads_flows_has_its_queues_at_their_workers()
    {
        var plan = new QueuePlan([new(0, 1, false), new(1, 6, true), new(2, 3, true)], workers: 3);
        Assert.Equal([0, 0, 1, 2, 0, 1, 2, 0, 1, 2], plan.Queues.Select(queue => queue.Worker));
        Assert.Single(plan.Queues, queue => queue.HandsOver);
    }

    [Test]
    public void Two_queues_of_a_port_at_one_worker_share_its_rings()
    {
        var plan = new QueuePlan([new(0, 4, false)], workers: 2);
        Assert.Equal([new Giver(0, 0)], plan.GiversTo(1));
        Assert.Equal([new Giver(1, 0)], plan.GiversTo(0));
    }

    [Test]
    [Arguments(2, new[] { 0, 128, 512 }, 128)]
    [Arguments(2, new[] { 0, 0 }, 512)]
    [Arguments(2, new[] { 2048 }, 512)]
    [Arguments(100, new[] { 64, 128 }, 128)]
    public void There_are_as_many_buckets_as_every_table_has_entries(int workers, int[] tables, int count) =>
        Assert.Equal(count, FlowBuckets.Choose(workers, tables).Count);

    /// <summary>What native/dpdk/port.c writes into a table: entry e has queue e % buckets % queues.</summary>
    [Test]
    [Arguments(2, 1, 8, 128, 128)]
    [Arguments(3, 1, 64, 128, 512)]
    [Arguments(3, 7, 64, 64, 2048)]
    [Arguments(5, 16, 6, 512, 512)]
    public void A_redirection_table_and_software_send_every_hash_to_one_worker(
        int workers, int wanted, int most, int count, int entries)
    {
        var buckets = new FlowBuckets(count, workers);
        int queues = buckets.QueuesOf(wanted, most);
        Assert.InRange(queues, workers, most);
        for (int hash = 0; hash < 65_536; hash++)
            Assert.Equal(buckets.WorkerOf(hash % count), hash % entries % count % queues % workers);
    }
}
