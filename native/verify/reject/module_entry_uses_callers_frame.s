# VF0011
# The second entry reads over its return address.
# entries: process init
process:
    ret
init:
    mov rax, [rsp + 8]
    ret
