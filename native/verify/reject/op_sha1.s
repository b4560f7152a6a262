# VF0005
# Nor this.
process:
    sha1nexte xmm0, xmm1
    ret
