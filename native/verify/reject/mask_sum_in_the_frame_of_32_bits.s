# VF0008
# Half of an address that was spilled, changed: the other half stays, and together they are anywhere.
# mask
process:
    push r13
    sub rsp, 16
    mov [rsp], r13
    add dword ptr [rsp], edi
    mov rcx, [rsp]
    mov dword ptr [rcx], 1
    add rsp, 16
    pop r13
    ret
