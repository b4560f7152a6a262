# VF0005
# A search at rdi.
process:
    repne scasb
    ret
