# VF0010
# Below rsp a signal, or a call, writes.
process:
    mov [rsp - 8], rdi
    ret
