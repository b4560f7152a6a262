# VF0013
# sp moves it within 64 KiB.
process:
    mov sp, di
    ret
