namespace FastPaas.Modules;

/// <summary>Answers DNS (RFC 1035) and memcached's UDP protocol from a table of bounded size; README.md is the
/// contract.</summary>
[Module("cache")]
public static class Cache
{
    const ushort DnsPort = 53;
    const ushort MemcachedPort = 11_211;
    const ulong PendingSeconds = 5;

    public struct State
    {
        internal CacheTable Table;
        internal PendingTable Pending;
        /// <summary>The key of the packet at hand: what <see cref="CacheTable"/> finds it by.</summary>
        internal NativeArray<byte> Key;
        internal ulong CyclesPerSecond;
        internal uint ValueSeconds;
        internal bool Learns;
    }

    public static void Init(CacheConfig config, ModuleHeap heap, ref State state)
    {
        state.Key = heap.Allocate<byte>(CacheTable.KeyBytesMax);
        state.CyclesPerSecond = heap.CyclesPerSecond;
        state.ValueSeconds = config.ValueSeconds;
        state.Learns = config.Learn;
        state.Table = new CacheTable((int)config.Entries, heap);
        state.Pending = new PendingTable(config.Learn ? (int)config.Entries : 1, heap);
        ConfiguredEntries.Add(config, state.Table, state.Key);
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask hit, out LaneMask miss)
    {
        ParsedHeaders headers = burst.Headers;
        hit = default;
        foreach (int lane in (lanes & headers.Udp) - headers.Fragment)
        {
            if (!Datagram.TryRead(burst, lane, out Datagram datagram)) continue;
            ushort source = headers.L4Src(lane), destination = headers.L4Dst(lane);
            if (destination is DnsPort or MemcachedPort)
            {
                if (Answer(burst, lane, datagram, destination == DnsPort, ref state)) hit |= LaneMask.Of(lane);
            }
            else if (state.Learns && source is DnsPort or MemcachedPort)
            {
                Learn(burst, lane, datagram, source == DnsPort, ref state);
            }
        }
        miss = lanes - hit;
    }

    static bool Answer(WritableBurst burst, int lane, in Datagram datagram, bool isDns, ref State state)
    {
        if (!datagram.MayBeAnswered(burst, lane)) return false;
        System.Span<byte> payload = datagram.Payload(burst, lane);
        CacheKey key = new(state.Key);
        DnsQuery query = default;
        if (isDns ? !DnsQuery.TryRead(payload, ref key, out query) : !MemcachedGet.TryRead(payload, ref key)) return false;
        ulong now = burst.NowCycles;
        key.SetServer(CacheKey.NoFamily, default);
        int slot = state.Table.Find(key, now);
        if (slot < 0)
        {
            key.SetServer(datagram.Family, datagram.Destination(burst.Headers, lane));
            slot = state.Table.Find(key, now);
        }
        if (slot < 0)
        {
            if (state.Learns)
                state.Pending.Add(
                    new Exchange(datagram.Source(burst.Headers, lane), datagram.Destination(burst.Headers, lane),
                        burst.Headers.L4Src(lane), Id(payload), key.Hash), now + PendingSeconds * state.CyclesPerSecond);
            return false;
        }
        uint age = state.Table.AgeSeconds(slot, now, state.CyclesPerSecond);
        return isDns
            ? query.TryAnswer(burst, lane, datagram, state.Table, slot, age)
            : MemcachedGet.TryAnswer(burst, lane, datagram, key, state.Table.Data(slot));
    }

    static void Learn(WritableBurst burst, int lane, in Datagram datagram, bool isDns, ref State state)
    {
        System.Span<byte> payload = datagram.Payload(burst, lane);
        CacheKey key = new(state.Key);
        DnsReply reply = default;
        int start = 0;
        if (isDns ? !DnsReply.TryRead(payload, ref key, out reply) : !MemcachedValue.TryRead(payload, ref key, out start)) return;
        key.SetServer(datagram.Family, datagram.Source(burst.Headers, lane));
        Exchange exchange = new(
            datagram.Destination(burst.Headers, lane), datagram.Source(burst.Headers, lane), burst.Headers.L4Dst(lane),
            Id(payload), key.Hash);
        ulong now = burst.NowCycles;
        if (!state.Pending.TryTake(exchange, now)) return;
        uint seconds = isDns ? reply.TtlSeconds : state.ValueSeconds;
        int slot = state.Table.Add(key, now, now + seconds * state.CyclesPerSecond);
        if (slot < 0) return;
        if (isDns) state.Table.SetData(slot, payload[reply.Start..reply.End], reply.Records);
        else state.Table.SetData(slot, payload[start..], 0);
    }

    /// <summary>DNS's transaction and memcached's request: the first two bytes of both.</summary>
    static ushort Id(System.Span<byte> payload) => (ushort)(payload[0] << 8 | payload[1]);
}
