using System.Runtime.Intrinsics.X86;

namespace FastPaas.Control.Commands;

/// <summary>The frequency of the time-stamp counter as the processor states it; no device, file or privilege is asked.</summary>
static class CycleClock
{
    const int MaxLeaf = 0, TscLeaf = 0x15, HypervisorLeaf = 0x4000_0000, HypervisorTscLeaf = 0x4000_0010;

    /// <summary>Null where neither processor nor hypervisor says.</summary>
    public static double? CyclesPerNs
    {
        get
        {
            if (!X86Base.IsSupported) return null;
            if (X86Base.CpuId(HypervisorLeaf, 0).Eax >= HypervisorTscLeaf && X86Base.CpuId(1, 0).Ecx < 0)
            {
                int khz = X86Base.CpuId(HypervisorTscLeaf, 0).Eax;
                if (khz > 0) return khz / 1e6;
            }
            if (X86Base.CpuId(MaxLeaf, 0).Eax < TscLeaf) return null;
            (int denominator, int numerator, int crystalHz, _) = X86Base.CpuId(TscLeaf, 0);
            return denominator > 0 && numerator > 0 && crystalHz > 0 ? (double)crystalHz * numerator / denominator / 1e9 : null;
        }
    }
}
