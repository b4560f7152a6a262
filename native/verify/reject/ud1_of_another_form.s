# VF0007
# Only the ud1 that the host's handler knows.
process:
    ud1 eax, gs:[rdi]
