using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas.Probe;

/// <summary>Raw methods that each break one rule. Never run: the raw-code check has to find them in the binary, by
/// name.</summary>
static unsafe class BadRaw
{
    interface INumber
    {
        int Value { get; }
    }

    sealed class One : INumber
    {
        public int Value => 1;
    }

    sealed class Two : INumber
    {
        public int Value => Environment.ProcessorCount;
    }

    sealed class Three : INumber
    {
        public int Value => Environment.CurrentManagedThreadId;
    }

    sealed class Four : INumber
    {
        public int Value => held.GetHashCode();
    }

    static class Lazy
    {
        public static readonly int Started = Environment.TickCount;
    }

    static object held = new();
    static INumber number = new One();
    [ThreadStatic] static int perThread;

    /// <summary>Addresses keep them in the binary.</summary>
    public static nint[] All() =>
    [
        (nint)(delegate*<LcoreContext*, int>)&Allocates, (nint)(delegate*<LcoreContext*, int>)&Throws,
        (nint)(delegate*<LcoreContext*, int>)&StaticConstructor, (nint)(delegate*<LcoreContext*, int>)&Locks,
        (nint)(delegate*<LcoreContext*, int>)&CallsInterface, (nint)(delegate*<LcoreContext*, int>)&ThreadStatic,
        (nint)(delegate*<LcoreContext*, int>)&Boxes, (nint)(delegate*<LcoreContext*, int>)&ImportsNative,
        (nint)(delegate*<LcoreContext*, int>)&StoresObject, (nint)(delegate*<LcoreContext*, int>)&TakesString,
        (nint)(delegate*<LcoreContext*, int>)&Innocent, (nint)(delegate*<LcoreContext*, int>)&AllocatesDeeper,
    ];

    /// <summary>Four of them: fewer are told apart without a dispatch.</summary>
    public static void Choose(int which) => number = which switch
    {
        1 => new One(),
        2 => new Two(),
        3 => new Three(),
        _ => new Four(),
    };

    /// <summary>What an lcore can be made to do, to see how the process ends.</summary>
    public static delegate*<LcoreContext*, int> Find(string name) => name switch
    {
        "allocate" => &Allocates,
        "throw" => &Throws,
        "trap" => &Traps,
        _ => throw new ArgumentException(name),
    };

    static int Traps(LcoreContext* lcore)
    {
        Trap.IndexOutOfRange();
        return 0;
    }

    static int Allocates(LcoreContext* lcore) => new byte[lcore->LcoreId].Length;

    static int Throws(LcoreContext* lcore) => lcore->LcoreId == 0 ? throw new InvalidOperationException() : 1;

    static int StaticConstructor(LcoreContext* lcore) => Lazy.Started;

    static int Locks(LcoreContext* lcore)
    {
        lock (held) return lcore->Stop;
    }

    static int CallsInterface(LcoreContext* lcore) => number.Value;

    static int ThreadStatic(LcoreContext* lcore) => ++perThread;

    static int Boxes(LcoreContext* lcore) => Keep(lcore->LcoreId);

    static int ImportsNative(LcoreContext* lcore) => GetProcessId();

    static int StoresObject(LcoreContext* lcore)
    {
        held = number;
        return 0;
    }

    static int TakesString(LcoreContext* lcore) => Length("packet");

    static int AllocatesDeeper(LcoreContext* lcore) => Deeper(lcore);

    /// <summary>Breaks none: an array index that fails is a trap, which is allowed.</summary>
    static int Innocent(LcoreContext* lcore) => new ReadOnlySpan<ulong>(lcore->Counters, 4)[(int)lcore->LcoreId] == 0 ? 1 : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Deeper(LcoreContext* lcore) => Allocates(lcore);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Keep(object value) => value.GetHashCode();

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Length(string text) => text.Length;

    [DllImport("libc", EntryPoint = "getpid")]
    static extern int GetProcessId();
}
