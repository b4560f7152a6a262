# VF0005
# Modelled as mov and pop only.
process:
    leave
    ret
