# VF0005
# Its VEX form.
process:
    vldmxcsr gs:[0]
    ret
