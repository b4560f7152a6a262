using System;
using System.Collections.Generic;

namespace FastPaas.Runtime.Scheduling;

/// <param name="Bucket">Of all tenants' together: tenant times buckets of each, plus its own.</param>
/// <param name="From">-1: an lcore that is no more.</param>
readonly record struct BucketMove(int Bucket, int From, int To);

/// <summary>Which lcore each tenant's flow buckets are on. Control plane, every 20 ms: what each bucket asked for (arrivals,
/// drops included, times cycles a packet, in lcores) is smoothed; all lcores together are shared among tenants by weight
/// (max-min); and the largest movable buckets of lcores that have more than a tenth above the mean go where there is
/// room.</summary>
/// <remarks>
/// It moves little on purpose: a move costs its flows an order-keeping hand-over. So nothing moves from an lcore that isn't
/// hot, none twice within 200 ms, and only what leaves both lcores better balanced. A full repacking would gain less than a
/// hundredth, and move nearly everything each time.
/// <para>An lcore's scheduler takes for a bucket the weight that this finds it entitled to, never its tenant's global one: a
/// tenant that happens to have one bucket on a crowded lcore would be paid there for all it has elsewhere.</para>
/// </remarks>
sealed class CoreAllocator
{
    public const double EpochMs = 20;

    const double Smoothing = 0.1, Sudden = 0.4, Surplus = 0.1, Hot = 0.85, RestMs = 200;

    /// <summary>What moves is no less than this of the mean, and no more of the gap between two lcores.</summary>
    const double SmallestPart = 0.002, LargestOfGap = 0.75;

    /// <summary>Of buckets that ask for nothing: they too are served once they do.</summary>
    const double LeastWeight = 1e-6;

    readonly int bucketsOfEach;
    readonly double[] weights, tenantDemand, tenantShare, tenantLevels, estimate, entitled, load, restUntilMs;
    readonly int[] lcoreOf, tenantOrder;
    readonly List<int>[] bucketsOf;
    readonly bool[] isAlive;
    readonly List<BucketMove> moves = [];
    double nowMs;

    /// <param name="weights">Of tenants.</param>
    public CoreAllocator(ReadOnlySpan<uint> weights, int bucketsOfEach, int lcores)
    {
        this.bucketsOfEach = bucketsOfEach;
        int tenants = weights.Length, buckets = tenants * bucketsOfEach;
        this.weights = new double[tenants];
        for (int i = 0; i < tenants; i++) this.weights[i] = weights[i];
        (tenantDemand, tenantShare, tenantLevels, tenantOrder) =
            (new double[tenants], new double[tenants], new double[tenants], new int[tenants]);
        (estimate, entitled, restUntilMs, lcoreOf) =
            (new double[buckets], new double[buckets], new double[buckets], new int[buckets]);
        load = new double[lcores];
        isAlive = new bool[lcores];
        Array.Fill(isAlive, true);
        bucketsOf = new List<int>[lcores];
        for (int lcore = 0; lcore < lcores; lcore++) bucketsOf[lcore] = [];
        for (int bucket = 0; bucket < buckets; bucket++) lcoreOf[bucket] = (int)((uint)bucket * 2_654_435_761u >> 8) % lcores;
    }

    /// <summary>By bucket.</summary>
    public ReadOnlySpan<int> LcoreOf => lcoreOf;

    /// <summary>What the scheduler of its lcore is to take for a bucket.</summary>
    public double LocalWeight(int bucket) => Math.Max(entitled[bucket], weights[bucket / bucketsOfEach] * LeastWeight);

    public void SetWeight(int tenant, uint weight) => weights[tenant] = weight;

    /// <summary>One that is taken away loses its buckets with the next step; one that comes gets some.</summary>
    public void SetAlive(int lcore, bool alive) => isAlive[lcore] = alive;

    /// <param name="demand">Of each bucket since the last step, in lcores.</param>
    /// <returns>To be carried out; valid until the next step.</returns>
    public IReadOnlyList<BucketMove> Step(ReadOnlySpan<double> demand)
    {
        nowMs += EpochMs;
        moves.Clear();
        for (int bucket = 0; bucket < estimate.Length; bucket++) Learn(bucket, demand[bucket]);
        Entitle();
        foreach (List<int> list in bucketsOf) list.Clear();
        Array.Clear(load);
        for (int bucket = 0; bucket < lcoreOf.Length; bucket++)
        {
            bucketsOf[lcoreOf[bucket]].Add(bucket);
            load[lcoreOf[bucket]] += entitled[bucket];
        }
        Abandon();
        Balance();
        return moves;
    }

    int Alive
    {
        get
        {
            int count = 0;
            foreach (bool alive in isAlive) if (alive) count++;
            return count;
        }
    }

    /// <summary>Twice as much, or less than half, is believed faster than noise.</summary>
    void Learn(int bucket, double demand)
    {
        double was = estimate[bucket];
        bool isSudden = demand > was * 2 || demand < was * 0.4;
        estimate[bucket] += (isSudden ? Sudden : Smoothing) * (demand - was);
    }

    /// <summary>No bucket is on more than one lcore, so none asks for more.</summary>
    void Entitle()
    {
        Array.Clear(tenantDemand);
        for (int bucket = 0; bucket < estimate.Length; bucket++)
            tenantDemand[bucket / bucketsOfEach] += Math.Min(estimate[bucket], 1);
        MaxMin.Share(tenantDemand, weights, Alive, tenantShare, tenantLevels, tenantOrder);
        for (int bucket = 0; bucket < estimate.Length; bucket++)
        {
            int tenant = bucket / bucketsOfEach;
            double part = tenantDemand[tenant] > 0 ? tenantShare[tenant] / tenantDemand[tenant] : 0;
            entitled[bucket] = Math.Min(estimate[bucket], 1) * part;
        }
    }

    /// <summary>Buckets of lcores that were taken away, the largest first, to whoever has least.</summary>
    void Abandon()
    {
        for (int lcore = 0; lcore < load.Length; lcore++)
        {
            if (isAlive[lcore]) continue;
            bucketsOf[lcore].Sort(ByEntitlement);
            foreach (int bucket in bucketsOf[lcore]) Move(bucket, Coldest());
            bucketsOf[lcore].Clear();
        }
    }

    void Balance()
    {
        double mean = 0;
        for (int lcore = 0; lcore < load.Length; lcore++) if (isAlive[lcore]) mean += load[lcore];
        mean /= Math.Max(Alive, 1);
        int most = Math.Max(64, load.Length);
        int[] hottest = new int[load.Length];
        for (int lcore = 0; lcore < load.Length; lcore++) hottest[lcore] = lcore;
        Array.Sort(hottest, (left, right) => load[right].CompareTo(load[left]));
        foreach (int lcore in hottest)
        {
            if (load[lcore] <= mean * (1 + Surplus) || load[lcore] < Hot || !isAlive[lcore]) break;
            Relieve(lcore, mean, most);
        }
    }

    void Relieve(int lcore, double mean, int most)
    {
        bucketsOf[lcore].Sort(ByEntitlement);
        foreach (int bucket in bucketsOf[lcore])
        {
            if (moves.Count >= most || load[lcore] <= mean * (1 + Surplus / 2)) return;
            if (restUntilMs[bucket] > nowMs || lcoreOf[bucket] != lcore) continue;
            int to = Coldest();
            double gap = load[lcore] - load[to];
            if (gap <= mean * Surplus || entitled[bucket] < mean * SmallestPart) return;
            if (entitled[bucket] <= gap * LargestOfGap) Move(bucket, to);
        }
    }

    int ByEntitlement(int left, int right) => entitled[right].CompareTo(entitled[left]);

    int Coldest()
    {
        int coldest = -1;
        for (int lcore = 0; lcore < load.Length; lcore++)
            if (isAlive[lcore] && (coldest < 0 || load[lcore] < load[coldest])) coldest = lcore;
        return coldest;
    }

    void Move(int bucket, int to)
    {
        int from = lcoreOf[bucket];
        moves.Add(new BucketMove(bucket, isAlive[from] ? from : -1, to));
        load[from] -= entitled[bucket];
        load[to] += entitled[bucket];
        lcoreOf[bucket] = to;
        restUntilMs[bucket] = nowMs + RestMs;
    }
}
