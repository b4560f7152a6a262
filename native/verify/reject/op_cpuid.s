# VF0005
# It serialises, traps in a guest, and says where it runs.
process:
    push rbx
    cpuid
    pop rbx
    ret
