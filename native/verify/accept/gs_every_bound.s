# Every operation that bounds.
process:
    movzx eax, di
    mov eax, gs:[rax]
    movzx eax, dil
    mov eax, gs:[rax]
    mov eax, edi
    mov eax, gs:[rax]
    mov rax, rdi
    shr rax, 32
    mov eax, gs:[rax]
    mov eax, 4095
    and rax, rdi
    mov eax, gs:[rax * 8]
    popcnt rax, rdi
    mov eax, gs:[rax]
    tzcnt rax, rdi
    mov eax, gs:[rax * 8]
    lzcnt eax, edi
    mov eax, gs:[rax * 8]
    xor eax, eax
    setne al
    mov eax, gs:[rax * 8]
    shrx rax, rdi, rsi
    mov eax, eax
    mov eax, gs:[rax]
    imul eax, edi, 24
    mov eax, gs:[rax]
    mov eax, 63
    pext rax, rdi, rax
    mov eax, gs:[rax]
    movsx rax, dil
    mov eax, gs:[rax * 8 + 1024]
    sbb eax, eax
    and eax, 8
    mov eax, gs:[rax]
    sbb rax, rax
    and eax, 8
    mov eax, gs:[rax]
    mov eax, 8
    mov ecx, 16
    test edi, edi
    cmove eax, ecx
    mov eax, gs:[rax]
    mov eax, 8
    mov ecx, 16
    xchg rax, rcx
    mov eax, gs:[rax]
    mov edx, 255
    bextr edx, edi, edx
    mov eax, gs:[rdx]
    vpmovmskb eax, ymm0
    mov eax, gs:[rax]
    vmovd eax, xmm0
    mov eax, gs:[rax]
    bsf eax, edi
    mov eax, eax
    mov eax, gs:[rax]
    mov eax, edi
    xor edx, edx
    mov ecx, 100
    div ecx
    mov eax, gs:[rdx * 8]
    mov eax, edi
    bswap eax
    mov eax, gs:[rax]
    mov eax, gs:[rax]
    or eax, 8
    mov eax, gs:[rax]
    crc32 eax, edi
    mov eax, gs:[rax]
    ret
