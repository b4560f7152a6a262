//# packet = "write"
//# shape = "packet"
//# resizes = true
namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State;

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(WritableBurst burst, int lane, in State state)
    {
        if (burst.TryAddFront(lane, 4)) burst.Bytes(lane).Slice(4, 12).CopyTo(burst.Bytes(lane));
        else burst.TryRemoveEnd(lane, 1);
    }
}
