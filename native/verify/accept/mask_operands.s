# The arena's address in r13, alone, with offsets of 32 bits, and as part of a pointer.
# mask
process:
    mov eax, [r13 + 0x60200010]
    mov eax, edi
    mov r8d, [r13 + rax]
    mov edi, [r13 + r8 + 8]
    mov ecx, ecx
    lea rdx, [r13 + rcx]
    movzx esi, sil
    mov byte ptr [rdx + rsi * 8 + 24], 1
    mov r9, r13
    add r9, rcx
    vmovups [r9], ymm0
    mov r10d, edi
    add r10, r13
    sub r10, 64
    lock add dword ptr [r10], 1
    lea r11, [rcx + r13 - 8]
    prefetcht0 [r11]
    ret
