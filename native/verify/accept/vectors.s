# Some of each kind.
process:
    vpxor xmm0, xmm0, xmm0
    mov edi, edi
    vmovups xmm1, gs:[rdi]
    vfmadd213ps ymm0, ymm1, gs:[rdi + 64]
    vcvtph2ps ymm2, xmm1
    vpermd ymm3, ymm2, ymm0
    vinserti128 ymm3, ymm3, xmm1, 1
    vextracti128 gs:[rdi + 16], ymm3, 1
    vpmaskmovd gs:[rdi], ymm0, ymm1
    vpcmpeqb ymm0, ymm1, ymm3
    vpmovmskb eax, ymm0
    vptest ymm0, ymm0
    vpinsrd xmm0, xmm0, gs:[rdi], 1
    vpextrw gs:[rdi], xmm0, 2
    aesenc xmm0, xmm1
    pclmulqdq xmm0, xmm1, 1
    cvtsi2sd xmm0, rdi
    addsd xmm0, xmm1
    cvttsd2si eax, xmm0
    vzeroupper
    ret
