# VF0003
# One entry is good, the other is not.
# entries: process init+1
process:
    ret
init:
    mov eax, 0x050f
    ret
