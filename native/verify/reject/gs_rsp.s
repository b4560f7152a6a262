# VF0009
# An address of the machine stack is no offset.
process:
    mov eax, gs:[rsp - 8]
    ret
