# VF0018
# The return address is what lies on top.
process:
    push rdi
    ret
