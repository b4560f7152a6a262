# VF0013
# Two alignments of one frame.
process:
    push rbp
    mov rbp, rsp
    and rsp, -32
    and rsp, -64
    mov rsp, rbp
    pop rbp
    ret
