# VF0003
# The host would enter inside an instruction.
# entries: process+2
process:
    mov eax, 0x050f
    ret
