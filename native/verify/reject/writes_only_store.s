# VF0008
# Stores stay inside.
# writes only
process:
    mov [rdi], eax
    ret
