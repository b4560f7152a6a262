# VF0021
# After the join rsp is one of two.
process:
    test edi, edi
    je one
    sub rsp, 8
one:
    mov eax, 1
    ud2
