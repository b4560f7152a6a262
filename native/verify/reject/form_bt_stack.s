# VF0006
# On the stack.
process:
    push rdi
    bt [rsp], rsi
    pop rdi
    ret
