# VF0027
# The host would enter something that nobody verified.
# entries: process elsewhere
process:
    ret
    .text
elsewhere:
    ret
