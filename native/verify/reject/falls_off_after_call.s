# VF0020
# A call may return.
process:
    push rbx
    call process
