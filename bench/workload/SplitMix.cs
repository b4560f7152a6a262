namespace FastPaas.Workload;

/// <summary>SplitMix64: the same numbers on every machine and runtime.</summary>
sealed class SplitMix(ulong seed)
{
    ulong state = seed;

    public ulong Next()
    {
        ulong z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <returns>From <paramref name="min"/> to <paramref name="max"/>, both possible.</returns>
    public uint Within(uint min, uint max) => min + (uint)(Next() % (max - min + 1ul));
}
