# VF0021
# Each turn pushes.
process:
one:
    push rdi
    dec esi
    jne one
    ud2
