using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace FastPaas.Verify.Model;

/// <summary>The instructions that a module may hold, by name. A name allows the forms that <see cref="AllowedForms"/> lets
/// through: legacy and VEX encodings over general and vector registers, immediates, direct targets and one plain memory operand.
/// In the vector groups a name stands for its AVX form too: <c>paddd</c> is <c>vpaddd</c>. All else is refused by not being
/// here.</summary>
static class AllowedMnemonics
{
    /// <summary>Their results go to explicit operands; what each does to a bound is in <see cref="Flow.Transfer"/>.</summary>
    const string Integer =
        """
        mov movzx movsx movsxd movbe bswap lea push pop xchg
        add adc sub sbb cmp inc dec neg not and or xor test imul mul div idiv
        shl sal shr sar rol ror rcl rcr shld shrd
        cbw cwde cdqe cwd cdq cqo
        cmova cmovae cmovb cmovbe cmove cmovg cmovge cmovl cmovle cmovne cmovno cmovnp cmovns cmovo cmovp cmovs
        seta setae setb setbe sete setg setge setl setle setne setno setnp setns seto setp sets
        bt bts btr btc bsf bsr popcnt lzcnt tzcnt crc32
        andn bextr blsi blsmsk blsr bzhi pdep pext mulx rorx sarx shlx shrx
        """;

    /// <summary>Of shared memory; <c>lock</c> may stand before those of <see cref="Integer"/> that take it.</summary>
    const string Atomic = "cmpxchg cmpxchg16b xadd mfence lfence sfence pause";

    /// <summary>Direct targets only; <c>ret</c> without a count.</summary>
    const string Flow =
        """
        call ret jmp ja jae jb jbe je jg jge jl jle jne jno jnp jns jo jp js
        ud1 ud2 int3 nop endbr64
        """;

    /// <summary>Reads nothing, but brings a line: bounded like a load.</summary>
    const string Prefetch = "prefetchnta prefetcht0 prefetcht1 prefetcht2 prefetchw";

    const string VectorMoves =
        """
        movaps movapd movups movupd movdqa movdqu movd movq movss movsd movlps movhps movlpd movhpd movhlps movlhps
        movddup movshdup movsldup lddqu movmskps movmskpd pmovmskb
        shufps shufpd pshufd pshufhw pshuflw pshufb unpcklps unpckhps unpcklpd unpckhpd
        punpcklbw punpcklwd punpckldq punpcklqdq punpckhbw punpckhwd punpckhdq punpckhqdq
        packsswb packssdw packuswb packusdw palignr blendps blendpd blendvps blendvpd pblendw pblendvb
        insertps extractps pinsrb pinsrw pinsrd pinsrq pextrb pextrw pextrd pextrq
        pmovzxbw pmovzxbd pmovzxbq pmovzxwd pmovzxwq pmovzxdq pmovsxbw pmovsxbd pmovsxbq pmovsxwd pmovsxwq pmovsxdq
        vpblendd vbroadcastss vbroadcastsd vbroadcastf128 vbroadcasti128 vpbroadcastb vpbroadcastw vpbroadcastd vpbroadcastq
        vperm2f128 vperm2i128 vpermd vpermps vpermq vpermpd vpermilps vpermilpd
        vinsertf128 vinserti128 vextractf128 vextracti128 vmaskmovps vmaskmovpd vpmaskmovd vpmaskmovq
        vzeroupper vzeroall
        """;

    const string VectorIntegers =
        """
        paddb paddw paddd paddq paddsb paddsw paddusb paddusw psubb psubw psubd psubq psubsb psubsw psubusb psubusw
        pmullw pmulld pmulhw pmulhuw pmulhrsw pmuludq pmuldq pmaddwd pmaddubsw psadbw mpsadbw pavgb pavgw
        pminsb pminsw pminsd pminub pminuw pminud pmaxsb pmaxsw pmaxsd pmaxub pmaxuw pmaxud
        pabsb pabsw pabsd psignb psignw psignd phaddw phaddd phaddsw phsubw phsubd phsubsw phminposuw
        pcmpeqb pcmpeqw pcmpeqd pcmpeqq pcmpgtb pcmpgtw pcmpgtd pcmpgtq pcmpistri pcmpistrm pcmpestri pcmpestrm
        pand pandn por pxor ptest vtestps vtestpd
        psllw pslld psllq psrlw psrld psrlq psraw psrad pslldq psrldq vpsllvd vpsllvq vpsrlvd vpsrlvq vpsravd
        aesenc aesenclast aesdec aesdeclast aesimc aeskeygenassist pclmulqdq
        """;

    const string VectorFloats =
        """
        addps addpd addss addsd subps subpd subss subsd mulps mulpd mulss mulsd divps divpd divss divsd
        minps minpd minss minsd maxps maxpd maxss maxsd sqrtps sqrtpd sqrtss sqrtsd rcpps rcpss rsqrtps rsqrtss
        andps andpd andnps andnpd orps orpd xorps xorpd cmpps cmppd cmpss cmpsd comiss comisd ucomiss ucomisd
        addsubps addsubpd haddps haddpd hsubps hsubpd dpps dppd roundps roundpd roundss roundsd
        cvtsi2ss cvtsi2sd cvtss2si cvtsd2si cvttss2si cvttsd2si cvtss2sd cvtsd2ss cvtps2pd cvtpd2ps
        cvtdq2ps cvtdq2pd cvtps2dq cvtpd2dq cvttps2dq cvttpd2dq vcvtph2ps vcvtps2ph
        """;

    /// <summary>As FMA's names are built.</summary>
    static readonly string[] FusedOperations = ["vfmadd", "vfmsub", "vfnmadd", "vfnmsub", "vfmaddsub", "vfmsubadd"];

    public static IReadOnlySet<Mnemonic> All { get; } = Read();

    static HashSet<Mnemonic> Read()
    {
        HashSet<Mnemonic> all = [.. Names(Integer, Atomic, Flow, Prefetch).Select(Parse)];
        foreach (string name in Names(VectorMoves, VectorIntegers, VectorFloats))
        {
            all.Add(Parse(name));
            if (name[0] != 'v' && Enum.TryParse("v" + name, ignoreCase: true, out Mnemonic wide)) all.Add(wide);
        }
        foreach (string operation in FusedOperations)
        {
            foreach (string order in (ReadOnlySpan<string>)["132", "213", "231"])
                foreach (string type in (ReadOnlySpan<string>)["ps", "pd", "ss", "sd"])
                    if (Enum.TryParse(operation + order + type, ignoreCase: true, out Mnemonic fused)) all.Add(fused);
        }
        return all;
    }

    static IEnumerable<string> Names(params string[] groups) =>
        groups.SelectMany(group => group.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    static Mnemonic Parse(string name) => Enum.Parse<Mnemonic>(name, ignoreCase: true);
}
