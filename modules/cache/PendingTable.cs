using System;

namespace FastPaas.Modules;

/// <summary>Who asked whom what: a reply must agree with all of it.</summary>
/// <param name="id">DNS transaction or memcached request.</param>
/// <param name="keyHash">Of the question, and of the server once more: its family is nowhere else.</param>
readonly struct Exchange(UInt128 client, UInt128 server, ushort clientPort, ushort id, ulong keyHash)
{
    const ulong Odd = 0x9e37_79b9_7f4a_7c15;

    readonly UInt128 client = client;
    readonly UInt128 server = server;
    readonly ulong keyHash = keyHash;
    readonly ushort clientPort = clientPort;
    readonly ushort id = id;

    /// <summary>Two rounds: an id and the end of an address, which vary alike, must not cancel out.</summary>
    public ulong Hash => (((keyHash ^ (ulong)client) * Odd) ^ (uint)(clientPort << 16 | id)) * Odd >> 32;

    public bool Is(in Exchange other) =>
        keyHash == other.keyHash && id == other.id && clientPort == other.clientPort && client == other.client
        && server == other.server;
}

/// <summary>Queries that missed here and wait for their reply. Only to these is a reply learned, once, from the server that was
/// asked: who can't see the query has to guess port and id, as with any resolver (RFC 5452).</summary>
/// <remarks>One place for each hash: a newer query takes it, and of the older nothing is learned.</remarks>
readonly struct PendingTable
{
    readonly NativeArray<Pending> places;

    public PendingTable(int entries, ModuleHeap heap)
    {
        int count = 1;
        while (count < entries) count *= 2;
        places = heap.Allocate<Pending>(count);
    }

    public void Add(in Exchange exchange, ulong expiresCycles)
    {
        ref Pending place = ref Place(exchange);
        place.Exchange = exchange;
        place.ExpiresCycles = expiresCycles;
    }

    /// <summary>Whether the exchange is waited for; from now on it isn't.</summary>
    public bool TryTake(in Exchange exchange, ulong nowCycles)
    {
        ref Pending place = ref Place(exchange);
        bool isWaited = nowCycles < place.ExpiresCycles && place.Exchange.Is(exchange);
        if (isWaited) place.ExpiresCycles = 0;
        return isWaited;
    }

    ref Pending Place(in Exchange exchange) => ref places[(int)(exchange.Hash & (uint)(places.Length - 1))];

    struct Pending
    {
        public Exchange Exchange;
        /// <summary>Zero: nothing is waited for.</summary>
        public ulong ExpiresCycles;
    }
}
