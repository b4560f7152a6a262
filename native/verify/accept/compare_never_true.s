# A number below all regions is compared with each: what a way that is never taken would prove is no reason to forget it.
# compare
process:
    movzx eax, dil
    or rax, 0x1000
    lea rcx, [rax - 0x10000000]
    cmp rcx, 0x5f007fff
    ja other
passed:
    mov byte ptr [r13 + rax], 0
    ret
other:
    cmp rax, 0x7fff8000
    jb outside
    jmp passed
outside:
    .byte 0x67, 0x48, 0x0f, 0xb9, 0x40, 1
