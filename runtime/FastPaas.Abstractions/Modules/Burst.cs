using System;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>A module's view of the burst, read only. Every access stays inside the packet whatever lane or field it names.</summary>
public readonly unsafe ref struct Burst
{
    readonly LcoreContext* lcore;

    /// <summary>For generated code.</summary>
    public Burst(LcoreContext* lcore) => this.lcore = lcore;

    /// <summary>This burst's clock, TSC cycles.</summary>
    public ulong NowCycles => lcore->NowCycles;
}

/// <summary>The same for modules with <c>packet = "write"</c>.</summary>
public readonly unsafe ref struct WritableBurst
{
    readonly LcoreContext* lcore;

    /// <summary>For generated code.</summary>
    public WritableBurst(LcoreContext* lcore) => this.lcore = lcore;

    public ulong NowCycles => lcore->NowCycles;
}
