# VF0008
# An offset alone is an address of the host's.
# mask
process:
    mov eax, edi
    mov [rax], eax
    ret
