# Nothing but a return.
process:
    ret
