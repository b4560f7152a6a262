# VF0014
# The return address of a call lies in the frame too.
process:
    sub rsp, 0x8000
    call one
    add rsp, 0x8000
    ret
one:
    ret
