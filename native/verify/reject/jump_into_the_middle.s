# VF0015
# The bytes of an immediate are an instruction too: wrgsbase.
process:
    jmp one + 1
one:
    mov eax, 0xd8ae0ff3
    ret
