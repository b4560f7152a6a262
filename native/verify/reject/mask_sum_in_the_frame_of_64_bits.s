# VF0008
# What is added to where it lies isn't bounded.
# mask
process:
    push r13
    sub rsp, 16
    mov [rsp], rdi
    add [rsp], r13
    mov rcx, [rsp]
    mov dword ptr [rcx], 1
    add rsp, 16
    pop r13
    ret
