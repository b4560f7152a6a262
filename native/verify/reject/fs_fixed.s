# VF0007
# Even at a fixed place.
process:
    mov rax, fs:[0]
    ret
