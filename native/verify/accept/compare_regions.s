# What the pass makes: the likely region in line, the others behind the end, and the register of the address in the trap.
# compare
process:
    lea rcx, [rdi - 0x5fff8000]
    cmp rcx, 0x1fffffff
    ja other
passed:
    mov eax, [r13 + rdi + 8]
    cmp rsi, 0x5f007fff
    ja outside_rsi
    mov [r13 + rsi - 8], eax
    ret
other:
    cmp rdi, 0x5f007fff
    jbe found
    lea rcx, [rdi - 0x7fff8000]
    cmp rcx, 0x7fffffff
    ja outside
found:
    jmp passed
outside:
    .byte 0x67, 0x48, 0x0f, 0xb9, 0x78, 1
outside_rsi:
    .byte 0x67, 0x4c, 0x0f, 0xb9, 0x70, 1
