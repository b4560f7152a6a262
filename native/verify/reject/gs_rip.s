# VF0009
# rip is no offset.
process:
    mov eax, gs:[rip + 0]
    ret
