# VF0013
# The stack is wherever rdi points.
process:
    mov rsp, rdi
    ret
