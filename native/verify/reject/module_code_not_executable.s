# VF0025
# Then what runs is something else.
# text: a
process:
    ret
