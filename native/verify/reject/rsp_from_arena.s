# VF0013
# A pivot to memory that the module writes.
process:
    mov rsp, gs:[0x60202000]
    ret
