using System.Collections.Generic;

namespace FastPaas.Runtime.Lcores;

/// <summary>A port that receives, as the plan sees it.</summary>
/// <param name="SpreadsFlows">Its queue q holds the flows of worker q % workers and no others.</param>
sealed record PlannedPort(int Port, int Queues, bool SpreadsFlows);

/// <param name="HandsOver">It has packets of other workers' flows too.</param>
sealed record PlannedQueue(int Port, int Queue, int Worker, bool HandsOver);

/// <param name="From">A worker.</param>
sealed record Giver(int From, int Port);

/// <summary>Who polls which queue: the same for the same ports and workers, at every start. A device that spreads flows decides
/// it; the queues of all others go round the workers, so that two ports of one queue each have different ones.</summary>
sealed class QueuePlan
{
    public QueuePlan(IEnumerable<PlannedPort> ports, int workers)
    {
        var queues = new List<PlannedQueue>();
        int next = 0;
        foreach (PlannedPort port in ports)
        {
            bool decides = port.SpreadsFlows && workers > 1;
            for (int queue = 0; queue < port.Queues; queue++)
                queues.Add(new PlannedQueue(port.Port, queue, (decides ? queue : next++) % workers, workers > 1 && !decides));
        }
        Queues = queues;
    }

    /// <summary>By port, then queue.</summary>
    public IReadOnlyList<PlannedQueue> Queues { get; }

    /// <summary>The queues that a worker polls.</summary>
    public IReadOnlyList<PlannedQueue> Of(int worker) => Queues.FindAll(queue => queue.Worker == worker);

    /// <summary>Who gives packets of which port to a worker, each once.</summary>
    public IReadOnlyList<Giver> GiversTo(int worker)
    {
        var givers = new List<Giver>();
        foreach (PlannedQueue queue in Queues)
        {
            var giver = new Giver(queue.Worker, queue.Port);
            if (queue.HandsOver && queue.Worker != worker && !givers.Contains(giver)) givers.Add(giver);
        }
        return givers;
    }
}
