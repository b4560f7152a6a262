# VF0023
# VF0025
# Code that could be written after it was read: so it doesn't run either.
# text: aw
process:
    ret
