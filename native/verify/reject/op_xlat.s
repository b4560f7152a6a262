# VF0005
# A load at rbx + al.
process:
    xlatb
    ret
