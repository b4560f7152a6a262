# VF0006
# A selector in gs: its base is zero.
process:
    mov gs, di
    ret
