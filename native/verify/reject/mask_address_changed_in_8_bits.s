# VF0008
# Its lowest byte is another.
# mask
process:
    mov rdx, r13
    mov dl, sil
    mov [rdx], eax
    ret
