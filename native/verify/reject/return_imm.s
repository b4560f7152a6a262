# VF0006
# ret 8 moves rsp over the caller's frame.
process:
    ret 8
