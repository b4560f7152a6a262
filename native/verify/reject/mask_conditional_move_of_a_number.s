# VF0008
# The same without a branch.
# mask
process:
    mov rdx, r13
    mov ecx, edi
    cmove rdx, rcx
    mov [rdx], eax
    ret
