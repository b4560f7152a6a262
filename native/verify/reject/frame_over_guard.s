# VF0014
# A frame of 64 KiB and a bit reaches over the guard.
process:
    sub rsp, 0x10008
    mov [rsp], rdi
    add rsp, 0x10008
    ret
