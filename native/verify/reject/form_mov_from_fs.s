# VF0006
# Selectors tell nothing good.
process:
    mov ax, fs
    ret
