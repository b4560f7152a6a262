# VF0018
# Code that nothing reaches is held to the rules of a function.
process:
    ret
one:
    push rdi
    ret
