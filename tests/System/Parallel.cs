// Each of these takes a CPU for its lcore, and some measure time.
[assembly: NotInParallel]
