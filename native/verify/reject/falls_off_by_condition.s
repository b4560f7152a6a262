# VF0020
# A condition may not hold.
process:
    test edi, edi
    je process
