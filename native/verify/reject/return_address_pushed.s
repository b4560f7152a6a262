# VF0011
# push of the return address.
process:
    push qword ptr [rsp]
    pop rax
    ret
