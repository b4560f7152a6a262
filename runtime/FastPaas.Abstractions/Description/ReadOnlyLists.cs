using System;
using System.Collections.Generic;

namespace FastPaas;

/// <summary>What <see cref="List{T}"/> has, for all lists that are only read. The control plane uses it and loops, not LINQ:
/// operators that are generic and virtual cost a fifth of the time in which a binary is compiled (docs/adr/0011).</summary>
static class ReadOnlyLists
{
    public static TResult[] ConvertAll<T, TResult>(this IReadOnlyList<T> list, Converter<T, TResult> convert)
    {
        var converted = new TResult[list.Count];
        for (int i = 0; i < converted.Length; i++) converted[i] = convert(list[i]);
        return converted;
    }

    public static List<T> FindAll<T>(this IReadOnlyList<T> list, Predicate<T> match)
    {
        var found = new List<T>();
        for (int i = 0; i < list.Count; i++)
            if (match(list[i])) found.Add(list[i]);
        return found;
    }

    /// <summary>-1: none matches.</summary>
    public static int FindIndex<T>(this IReadOnlyList<T> list, Predicate<T> match)
    {
        for (int i = 0; i < list.Count; i++)
            if (match(list[i])) return i;
        return -1;
    }

    /// <summary>The first; null: none matches.</summary>
    public static T? Find<T>(this IReadOnlyList<T> list, Predicate<T> match)
        where T : class => list.FindIndex(match) is >= 0 and var index ? list[index] : null;

    public static bool Exists<T>(this IReadOnlyList<T> list, Predicate<T> match) => list.FindIndex(match) >= 0;

    public static bool TrueForAll<T>(this IReadOnlyList<T> list, Predicate<T> match) => list.FindIndex(each => !match(each)) < 0;
}
