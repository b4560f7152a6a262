# VF0020
# A call to what follows, to learn where one is.
process:
    call one
one:
    ret
