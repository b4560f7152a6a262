# VF0027
# VF0026
# The entry is what the module returns when it is asked, before there is an arena.
# entries: process chosen
process:
    ret
    .type chosen, @gnu_indirect_function
chosen:
    ret
