# VF0017
# With a prefix.
process:
    notrack jmp rdi
