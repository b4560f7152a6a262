# VF0008
# An absolute address.
process:
    mov eax, dword ptr [0x1000]
    ret
