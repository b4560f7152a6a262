using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Bench.Figure2;

/// <summary>Who makes a module's library.</summary>
enum WayKind
{
    /// <summary>The build's own compiler, as <c>--protect</c> says.</summary>
    Protect,
    /// <summary>Clang, with more flags.</summary>
    Clang,
    /// <summary>Clang and bench/figure2/mpx.</summary>
    Bounds,
    Rust,
    Wasm,
    CSharp,
}

/// <summary>A way to protect a module from others, or others from it.</summary>
/// <param name="Name">A folder of libraries; of <see cref="WayKind.Protect"/> a word of <c>--protect</c>.</param>
/// <param name="Title">For readers.</param>
/// <param name="Guards">Which accesses.</param>
/// <param name="Stops">Probes of macswap, a module that writes: AddressSanitizer knows what lies around its blocks, the checks of
/// bounds know arrays, arenas and linear memories know what is theirs.</param>
/// <param name="Tool">A file without which it can't be made; null: what every build has.</param>
/// <param name="Flags">Of <see cref="WayKind.Clang"/> and <see cref="WayKind.Bounds"/>.</param>
sealed record Way(
    string Name, string Title, string Guards, IReadOnlyList<string> Stops, WayKind Kind, string? Tool = null,
    IReadOnlyList<string>? Flags = null)
{
    public const string None = "none", Bounds = "bounds", Rust = "rust", CSharp = "csharp", Compare = "compare", Mask = "mask",
        Segment = "segment";

    public const string RustCompiler = "/usr/bin/rustc", WasmCompiler = "/usr/bin/wasm2c";

    public const string AsanRuntime = "/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.asan-x86_64.a";

    static readonly string[] memory = [Figure2Probe.Behind, Figure2Probe.Far], all = [Figure2Probe.Index, .. memory];

    const string Asan = "-fsanitize=address", NoList = "-fno-sanitize-ignorelist", Both = "reads, writes", Writes = "writes";

    /// <summary>In the order of the paper's figure, as far as it has them.</summary>
    public static readonly IReadOnlyList<Way> All =
    [
        new(None, "unprotected", "nothing", [], WayKind.Protect),
        new("mpx-emulated", "default MPX, emulated", Both, all, WayKind.Bounds, Flags: []),
        new("mpx-emulated-write", "default MPX, emulated", Writes, memory, WayKind.Bounds,
            Flags: ["-mllvm", "-bounds-only-writes"]),
        new("asan", "AddressSanitizer", Both, [Figure2Probe.Behind], WayKind.Clang, AsanRuntime, [Asan, NoList]),
        new("asan-write", "AddressSanitizer", Writes, [Figure2Probe.Behind], WayKind.Clang, AsanRuntime,
            [Asan, NoList, "-mllvm", "-asan-instrument-reads=0"]),
        new(Bounds, "-fsanitize=bounds,object-size", Both, [Figure2Probe.Index], WayKind.Clang,
            Flags: [NoList, "-fsanitize=bounds,object-size", "-fsanitize-trap=all"]),
        new(Rust, "Rust", Both, all, WayKind.Rust, RustCompiler),
        new(CSharp, "C#", Both, [], WayKind.CSharp),
        new("wasm2c", "wasm2c, guard pages", Both, memory, WayKind.Wasm, WasmCompiler),
        new(Compare, "compare", Both, memory, WayKind.Protect),
        new("compare-write", "compare", Writes, memory, WayKind.Protect),
        new(Mask, "mask", Both, memory, WayKind.Protect),
        new("mask-write", "mask", Writes, memory, WayKind.Protect),
        new(Segment, "segment", Both, memory, WayKind.Protect),
        new("segment-write", "segment", Writes, memory, WayKind.Protect),
    ];

    /// <summary>Its runtime must be in the process.</summary>
    public bool HasSanitizer => Tool == AsanRuntime;

    public bool CanBeMade => Tool is null || File.Exists(Tool);

    public static Way Of(string name) => All.Single(way => way.Name == name);
}
