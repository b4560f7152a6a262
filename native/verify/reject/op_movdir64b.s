# VF0005
# 64 bytes to where a register says: no operand of memory.
process:
    movdir64b rdi, gs:[rsi]
    ret
