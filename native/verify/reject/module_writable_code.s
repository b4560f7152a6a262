# VF0023
# Code that could be written after it was read.
# text: awx
process:
    ret
