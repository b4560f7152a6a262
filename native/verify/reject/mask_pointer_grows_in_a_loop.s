# VF0008
# No end is known.
# mask
process:
    mov rdx, r13
one:
    mov [rdx], eax
    add rdx, 4
    dec edi
    jne one
    ret
