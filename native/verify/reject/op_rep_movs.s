# VF0005
# A copy from rsi to rdi.
process:
    rep movsb
    ret
