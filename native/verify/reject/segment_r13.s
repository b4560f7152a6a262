# VF0008
# Where gs is at the arena, r13 is only what the caller had in it.
process:
    mov [r13], eax
    ret
