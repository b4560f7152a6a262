# VF0017
# A jump to anywhere.
process:
    jmp rdi
