using System.Collections.Generic;

namespace FastPaas.Differential.Random;

/// <summary>SplitMix64: the same numbers from a seed on every runtime, so that a printed seed is a repro.</summary>
sealed class Rng(ulong seed)
{
    ulong state = seed;

    public ulong Next()
    {
        ulong z = state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }

    /// <returns>0 to <paramref name="count"/> - 1.</returns>
    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <returns><paramref name="first"/> to <paramref name="last"/>, both possible.</returns>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Percent(int chance) => Below(100) < chance;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public byte Byte() => (byte)Next();

    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = Byte();
        return bytes;
    }

    public void Shuffle<T>(IList<T> items)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
