using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace FastPaas.Verify.Model;

/// <summary>Which encodings of an allowed name are allowed: four lists, and what is on all of them passes. tests/Verify has the
/// result, form by form.</summary>
static class AllowedForms
{
    /// <summary>Plain memory, registers, immediates, direct targets. Not here: segment, control, debug, mask, MMX and x87
    /// registers; memory by a vector of indices, by an absolute 64-bit address, or by an implicit <c>rsi</c>, <c>rdi</c>,
    /// <c>rbx</c> or 64 bytes at a register.</summary>
    static readonly HashSet<OpCodeOperandKind> Operands =
    [
        OpCodeOperandKind.mem, OpCodeOperandKind.r8_or_mem, OpCodeOperandKind.r16_or_mem, OpCodeOperandKind.r32_or_mem,
        OpCodeOperandKind.r64_or_mem, OpCodeOperandKind.xmm_or_mem, OpCodeOperandKind.ymm_or_mem,
        OpCodeOperandKind.r8_reg, OpCodeOperandKind.r8_opcode, OpCodeOperandKind.r16_reg, OpCodeOperandKind.r16_rm,
        OpCodeOperandKind.r16_opcode, OpCodeOperandKind.r32_reg, OpCodeOperandKind.r32_rm, OpCodeOperandKind.r32_opcode,
        OpCodeOperandKind.r32_vvvv, OpCodeOperandKind.r64_reg, OpCodeOperandKind.r64_rm, OpCodeOperandKind.r64_opcode,
        OpCodeOperandKind.r64_vvvv,
        OpCodeOperandKind.xmm_reg, OpCodeOperandKind.xmm_rm, OpCodeOperandKind.xmm_vvvv, OpCodeOperandKind.xmm_is4,
        OpCodeOperandKind.ymm_reg, OpCodeOperandKind.ymm_rm, OpCodeOperandKind.ymm_vvvv, OpCodeOperandKind.ymm_is4,
        OpCodeOperandKind.al, OpCodeOperandKind.cl, OpCodeOperandKind.ax, OpCodeOperandKind.eax, OpCodeOperandKind.rax,
        OpCodeOperandKind.imm8, OpCodeOperandKind.imm8_const_1, OpCodeOperandKind.imm8sex16, OpCodeOperandKind.imm8sex32,
        OpCodeOperandKind.imm8sex64, OpCodeOperandKind.imm16, OpCodeOperandKind.imm32, OpCodeOperandKind.imm32sex64,
        OpCodeOperandKind.imm64, OpCodeOperandKind.br64_1, OpCodeOperandKind.br64_4,
    ];

    /// <summary>What x86-64-v3 has, and the ciphers; all else that shares a name (EVEX, APX, 3DNow!) isn't here.</summary>
    static readonly HashSet<CpuidFeature> Features =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486,
        CpuidFeature.X64, CpuidFeature.CMOV, CpuidFeature.CMPXCHG16B, CpuidFeature.MULTIBYTENOP, CpuidFeature.PAUSE,
        CpuidFeature.CET_IBT, CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.SSE3, CpuidFeature.SSSE3, CpuidFeature.SSE4_1,
        CpuidFeature.SSE4_2, CpuidFeature.POPCNT, CpuidFeature.LZCNT, CpuidFeature.BMI1, CpuidFeature.BMI2, CpuidFeature.MOVBE,
        CpuidFeature.AVX, CpuidFeature.AVX2, CpuidFeature.FMA, CpuidFeature.F16C, CpuidFeature.PREFETCHW,
        CpuidFeature.AES, CpuidFeature.PCLMULQDQ,
    ];

    /// <summary>Names whose memory forms aren't: the stack pointer moves between reading and writing, and a bit's number in a
    /// register reaches 2^63 bits far.</summary>
    static readonly HashSet<Code> RegistersOnly =
    [
        Code.Bt_rm16_r16, Code.Bt_rm32_r32, Code.Bt_rm64_r64, Code.Bts_rm16_r16, Code.Bts_rm32_r32, Code.Bts_rm64_r64,
        Code.Btr_rm16_r16, Code.Btr_rm32_r32, Code.Btr_rm64_r64, Code.Btc_rm16_r16, Code.Btc_rm32_r32, Code.Btc_rm64_r64,
    ];

    /// <summary>Makers of processors disagree on how many bytes the first reads; what the second leaves, none of them
    /// says.</summary>
    static readonly HashSet<Code> Disputed = [Code.Movsxd_r16_rm16, Code.Bswap_r16];

    /// <summary>Of <c>push</c>, <c>pop</c>, <c>call</c>, <c>ret</c> and <c>jmp</c> these alone are modelled.</summary>
    static readonly HashSet<Code> Stack =
    [
        Code.Push_r64, Code.Push_rm64, Code.Pushq_imm8, Code.Pushq_imm32, Code.Pop_r64, Code.Call_rel32_64, Code.Retnq,
    ];

    static readonly bool[] isAllowed = Judge();

    public static IEnumerable<Code> All => Enum.GetValues<Code>().Where(code => isAllowed[(int)code]);

    /// <summary>The encoding, whatever its operands turn out to be.</summary>
    public static bool Contains(Code code) => isAllowed[(int)code];

    public static bool MayUseMemory(Code code) => !RegistersOnly.Contains(code);

    static bool[] Judge()
    {
        var allowed = new bool[Enum.GetValues<Code>().Length];
        foreach (Code code in Enum.GetValues<Code>()) allowed[(int)code] = Judge(code.ToOpCode());
        return allowed;
    }

    static bool Judge(OpCodeInfo form)
    {
        bool isKnown = form.IsInstruction && form.Mode64 && AllowedMnemonics.All.Contains(form.Mnemonic)
            && form.Encoding is EncodingKind.Legacy or EncodingKind.VEX;
        if (!isKnown || !form.Code.CpuidFeatures().All(Features.Contains)) return false;
        if (form.IsStackInstruction && !Stack.Contains(form.Code)) return false;
        if (Disputed.Contains(form.Code) || form.IsPrivileged || form.IsInputOutput || form.IsSaveRestore) return false;
        for (int i = 0; i < form.OpCount; i++)
            if (!Operands.Contains(form.GetOpKind(i))) return false;
        return form.Mnemonic != Mnemonic.Jmp || form.Code is Code.Jmp_rel8_64 or Code.Jmp_rel32_64;
    }
}
