# VF0013
# A stack in the arena, where return addresses can be written.
# mask
process:
    mov rsp, r13
    ret
