# VF0005
# Interrupts of users.
process:
    senduipi rax
    ret
