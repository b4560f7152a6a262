using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace FastPaas.Micro;

/// <summary>What Roslyn's threads allocate depends on how they meet.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class AllocatesVaryingAttribute : Attribute;

/// <summary>Bytes that each benchmark allocates: the same in every run, so they are held to a baseline.</summary>
static class Allocations
{
    const int Calls = 8;

    public static IEnumerable<(string Benchmark, long Bytes)> Measure(Assembly assembly)
    {
        IEnumerable<MethodInfo> methods = assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(BenchmarkAttribute)) && !method.IsDefined(typeof(AllocatesVaryingAttribute)))
            .OrderBy(method => method.DeclaringType!.Name + method.Name, StringComparer.Ordinal);
        foreach (MethodInfo method in methods) yield return ($"{method.DeclaringType!.Name}.{method.Name}", BytesOf(method));
    }

    static long BytesOf(MethodInfo method)
    {
        object instance = Activator.CreateInstance(method.DeclaringType!)!;
        foreach (MethodInfo other in method.DeclaringType!.GetMethods())
        {
            bool isSetup = other.GetCustomAttribute<GlobalSetupAttribute>()?.Targets.Contains(method.Name) ?? false;
            if (isSetup) other.Invoke(instance, null);
        }

        Func<object?> call = CallOf(method, instance);
        call();
        call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) call();
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        (instance as IDisposable)?.Dispose();
        return bytes;
    }

    /// <summary>A call whose result isn't boxed, for that would be counted too.</summary>
    static Func<object?> CallOf(MethodInfo method, object instance)
    {
        if (method.ReturnType == typeof(ulong)) return Wrap(method.CreateDelegate<Func<ulong>>(instance));
        if (method.ReturnType == typeof(nuint)) return Wrap(method.CreateDelegate<Func<nuint>>(instance));
        return method.CreateDelegate<Func<object?>>(instance);
    }

    static Func<object?> Wrap<T>(Func<T> call) => () =>
    {
        call();
        return null;
    };
}
