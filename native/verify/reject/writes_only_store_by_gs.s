# VF0009
# Also by gs.
# writes only
process:
    mov gs:[rdi], eax
    ret
