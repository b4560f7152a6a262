using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Threading;

namespace FastPaas;

/// <summary>The flows of one tenant's chain on one lcore: a hash table whose whole burst is looked up at once. Nobody else's flow
/// is in it, so its budget and its evictions are the tenant's alone.</summary>
/// <remarks>
/// <code>
///                 |  home groups  |  those that splits will make  | 15 more for what overflows|
///   groups        |  64 bytes each (FlowGroup): tags, ages, classes of 16 slots               |
///   entries       |  16 of each group, at implied places: 32, 64, 128 or 256 bytes each       |
///   addresses     |  16 of each group, 32 bytes each: of IPv6                                 |
/// </code>
/// A flow lies in its home group, or in the first behind it that had room, at most 15 on; each group that it passed counts it.
/// Each pass over the burst asks for the line that the next pass reads: keys and hashes (the group), tags (the entry), those that
/// overflowed, compare. Lanes without a match get an entry that is nobody's, by arithmetic, not by a jump.
/// <para>It grows by linear hashing (Litwin, VLDB 1980), a group or two a burst (<see cref="FlowTable.Split"/>), in memory that
/// was reserved at the start and that the control plane touches ahead. So entries move between bursts, and no address of one
/// survives its burst.</para>
/// <para>Raw code: of one lcore, no allocation, no throw.</para>
/// </remarks>
public unsafe partial struct FlowTable
{
    /// <summary>Home and those behind it in which a flow can lie.</summary>
    const int ProbeGroups = 16;

    internal KeyedHash hash;
    internal FlowGroup* groups;
    internal byte* entries;
    byte* addresses;
    /// <summary>Home groups once all of this level are split, less one.</summary>
    internal nuint homeMask;
    internal nuint homes;
    int entryShift;
    bool isSymmetric;
    /// <summary>The number of the burst that is looked up now.</summary>
    uint burst;
    /// <summary>The last that was ended.</summary>
    uint burstDone;
    nuint count;
    nuint countMax;
    internal FlowClock clock;
    nuint sweepAt;
    ulong nextSweepCycles;
    ulong sweepCycles;
    FlowCounts counts;
    nuint homesMax;
    /// <summary>Home groups whose memory, and that of what overflows from them, is there. Written by the control plane.</summary>
    nuint homesTouched;

    /// <summary>Flows that it holds now.</summary>
    public readonly nuint Count => count;

    /// <summary>That flows have now; it grows.</summary>
    public readonly nuint Slots => homes * FlowGroup.Slots;

    public readonly FlowCounts Counts => counts;

    /// <summary>Looks the burst's packets up, makes flows for those that have none, and does what upkeep is due. Until
    /// <see cref="End"/> the entries are the caller's to write.</summary>
    /// <param name="lanes">Those to look up. The parser has filled layers, ip.offset, l4.offset, ip.proto, tcp.flags and
    /// icmp.type.</param>
    /// <returns>The lanes that have a flow: those of IP packets, but where not even an eviction makes room.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Look(LcoreContext* lcore, FlowLanes* flows, ulong lanes)
    {
        Begin(flows, lcore->Now());
        ulong asked = Prepare(lcore, flows, lanes);
        return FindOrInsert(flows, asked);
    }

    /// <summary>The burst's writes are over: the control plane may read what it has written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End() => Volatile.Write(ref burstDone, burst);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin(FlowLanes* flows, ulong nowCycles)
    {
        burst++;
        flows->Created = 0;
        for (nuint at = 0; at < (nuint)1 << entryShift; at += 32) Vector256<byte>.Zero.Store(flows->Nobody + at);
        Maintain(nowCycles);
    }

    /// <summary>First pass: keys, hashes; asks for groups.</summary>
    internal ulong Prepare(LcoreContext* lcore, FlowLanes* flows, ulong lanes)
    {
        HeaderLanes* headers = lcore->Headers;
        Mbuf** packets = lcore->Burst;
        FlowClasses.Of(headers, flows->Classes, flows->HasPorts);
        ulong ip4 = lanes & LaneCompare.HasLayer(headers->Layers, HeaderLayers.Ip4, HeaderLanes.Lanes);
        ulong ip6 = lanes & LaneCompare.HasLayer(headers->Layers, HeaderLayers.Ip6, HeaderLanes.Lanes);
        flows->Ip6 = ip6;
        KeyedHash keyed = hash;
        byte* lines = (byte*)groups;
        (nuint mask, nuint last, nuint highest) = (homeMask, homes - 1, homeMask ^ homeMask >> 1);
        for (ulong rest = ip4; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            nuint ports = (nuint)(nint)(sbyte)flows->HasPorts[lane];
            Vector128<byte> key = FlowKeys.Ip4(packets[lane]->Data, headers, lane, ports);
            if (isSymmetric) key = FlowKeys.Symmetric(key);
            ulong hashed = keyed.Of(key.AsUInt64());
            byte* line = lines + HomeOf(hashed, mask, last, highest) * FlowGroup.Bytes;
            flows->Keys[lane] = key;
            flows->Hashes[lane] = hashed;
            flows->Homes[lane] = (FlowGroup*)line;
            Prefetch(line);
        }
        if (ip6 != 0) PrepareIp6(lcore, flows, ip6);
        ulong icmp = (ip4 | ip6) & LaneCompare.HasLayer(headers->Layers, HeaderLayers.Icmp, HeaderLanes.Lanes)
            & ~LaneCompare.HasLayer(headers->Layers, HeaderLayers.Fragment, HeaderLanes.Lanes);
        if (icmp != 0) PrepareIcmp(lcore, flows, icmp);
        return ip4 | ip6;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    readonly void PrepareIp6(LcoreContext* lcore, FlowLanes* flows, ulong lanes)
    {
        HeaderLanes* headers = lcore->Headers;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            byte* data = lcore->Burst[lane]->Data, both = flows->Addresses + lane * AddressBytes;
            Vector256.Load(data + headers->IpOffset[lane] + 8).Store(both);
            Vector128<byte> key = FlowKeys.Ip6(data, headers, lane, (nuint)(nint)(sbyte)flows->HasPorts[lane]);
            if (isSymmetric) key = FlowKeys.Symmetric(key, (ulong*)both);
            SetIp6(flows, lane, key);
        }
    }

    /// <param name="key">Without its hash.</param>
    readonly void SetIp6(FlowLanes* flows, nuint lane, Vector128<byte> key)
    {
        byte* both = flows->Addresses + lane * AddressBytes;
        ulong hashed = hash.Of(
            Vector128.Load((ulong*)both), Vector128.Load((ulong*)both + 2), key.AsUInt64().WithElement(1, 0ul));
        SetKey(flows, lane, key.AsUInt64().WithElement(1, hashed).AsByte(), hashed);
    }

    internal readonly void SetKey(FlowLanes* flows, nuint lane, Vector128<byte> key, ulong hashed)
    {
        flows->Keys[lane] = key;
        flows->Hashes[lane] = hashed;
        flows->Homes[lane] = groups + HomeOf(hashed);
        Prefetch((byte*)flows->Homes[lane]);
    }

    /// <summary>Again, with the identifier.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    readonly void PrepareIcmp(LcoreContext* lcore, FlowLanes* flows, ulong lanes)
    {
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            uint identifier = FlowKeys.Identifier(lcore->Burst[lane], lcore->Headers, lane);
            Vector128<uint> key = flows->Keys[lane].AsUInt32();
            if ((flows->Ip6 >> (int)lane & 1) != 0)
            {
                SetIp6(flows, lane, key.WithElement(1, identifier).AsByte());
                continue;
            }
            key = key.WithElement(3, identifier);
            SetKey(flows, lane, key.AsByte(), hash.Of(key.AsUInt64()));
        }
    }

    /// <summary>The group in which a flow lies if it has room: linear hashing's two moduli, without a jump.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly nuint HomeOf(ulong hashed) => HomeOf(hashed, homeMask, homes - 1, homeMask ^ homeMask >> 1);

    /// <summary>For loops, which have the numbers in registers.</summary>
    /// <param name="highest">Of <paramref name="mask"/>, the highest bit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint HomeOf(ulong hashed, nuint mask, nuint last, nuint highest)
    {
        nuint home = (nuint)hashed & mask;
        nint isUnsplit = (nint)(last - home) >> 63;
        return home & ~(highest & (nuint)isUnsplit);
    }

    /// <summary>Of 16 slots a group, whatever the size of entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly byte* EntryAt(nuint slot) => entries + (slot << entryShift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly nuint SlotOf(byte* entry) => (nuint)(entry - entries) >> entryShift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Prefetch(byte* line)
    {
        if (Sse.IsSupported) Sse.Prefetch0(line);
    }
}
