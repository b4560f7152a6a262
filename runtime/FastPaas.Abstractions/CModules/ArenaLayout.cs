namespace FastPaas;

/// <summary>native/module/arena.def: where the regions of a module's arena lie, counted from its first byte, and how large they
/// can be. A test compares.</summary>
public static class ArenaLayout
{
    public const ulong ArenaBytes = 0x100000000;
    public const ulong GuardBytes = 0x10000000;
    public const ulong NullBytes = 0x10000;
    public const ulong FunctionFirst = 0x100;
    public const ulong FunctionStep = 0x1;
    public const ulong ImageOffset = 0x2000000;
    public const ulong ImageBytesMax = 0xdff0000;
    public const ulong HeapOffset = 0x10000000;
    public const ulong HeapBytesMax = 0x40000000;
    public const ulong SharedOffset = 0x51000000;
    public const ulong SharedBytesMax = 0xe000000;
    public const ulong StackOffset = 0x60000000;
    public const ulong StackBytes = 0x100000;
    public const ulong BurstOffset = 0x60200000;
    public const ulong BurstBytes = 0x3000;
    public const ulong HeapBlockOffset = 0x60201000;
    public const ulong StackPointerOffset = 0x60202000;
    public const ulong ConfigOffset = 0x61000000;
    public const ulong ConfigBytesMax = 0xe000000;
    public const ulong StateOffset = 0x70000000;
    public const ulong StateBytesMax = 0xfff0000;
    public const ulong PacketsOffset = 0x80000000;
    public const ulong PacketsBytesMax = 0x7fff0000;
    public const ulong FrameBytesMax = 0x8000;
    public const ulong MachineStackBytes = 0x40000;
    public const ulong MachineGuardBytes = 0x10000;
}
