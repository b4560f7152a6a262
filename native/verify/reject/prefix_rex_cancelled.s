# VF0007
# A prefix behind REX cancels it: eax, not rax, on paper.
process:
    .byte 0x48, 0x66, 0x89, 0xf8
    ret
