# An index is compared in each turn, and comes out of the other way bounded by shift and difference.
# compare
process:
    xor eax, eax
next:
    cmp rax, 0x3fbeffc
    ja other
passed:
    mov ecx, [r13 + rax * 8 + 0x60200018]
    cmp rcx, 0x7fff8000
    jb low
    inc dword ptr [r13 + rcx]
low:
    inc rax
    cmp rax, rsi
    jb next
    ret
other:
    lea rax, [rax * 8 + 0x60200018]
    lea rcx, [rax - 0x5fff8000]
    cmp rcx, 0x1fffffff
    ja outside
    add rax, -0x60200018
    sar rax, 3
    jmp passed
outside:
    ud2
