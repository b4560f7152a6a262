# VF0008
# An exchange writes too.
# writes only
process:
    lock xadd [rdi], rax
    ret
