# VF0009
# push reads.
process:
    push qword ptr gs:[rdi]
    pop rax
    ret
