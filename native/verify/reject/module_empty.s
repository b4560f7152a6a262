# VF0001
# A file without code proves nothing.
# entries: none
