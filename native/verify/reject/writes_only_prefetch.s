# VF0008
# A prefetch to write takes the line from another core.
# writes only
process:
    prefetchw [rdi]
    ret
