# VF0009
# Nobody set gs for a module that is given its arena's address.
# mask
process:
    mov eax, edi
    mov gs:[rax], eax
    ret
