# VF0002
# Code that nobody calls.
# entries: none
process:
    ret
