# VF0008
# And from nowhere else.
process:
    push qword ptr [rdi]
    pop rax
    ret
