# VF0005
# A transaction hides what it touched.
process:
    xbegin one
one:
    xend
    ret
