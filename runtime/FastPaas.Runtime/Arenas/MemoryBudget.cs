using FastPaas.Dpdk;

namespace FastPaas.Runtime.Arenas;

/// <summary>What modules that are confined may take of the memory that there is when the first of them starts: a deployment that
/// can't fit is refused then, instead of being ended by the kernel later.</summary>
/// <remarks>
/// Counted, whole: of each instance its variables, its configuration, its burst and both of its stacks; of each owner on each
/// lcore the copies of its packets. Of a heap: what <c>init</c> has touched. Not counted: what a heap, and the memory that
/// instances of a node share, take else: while packets run, and where <c>init</c> runs again.
/// </remarks>
sealed class MemoryBudget(ulong bytes)
{
    ulong used;

    public ulong LeftBytes => bytes - used;

    /// <exception cref="EnvironmentException">There isn't as much left.</exception>
    public void Take(ulong wanted, string node)
    {
        if (wanted > LeftBytes) throw TooLittle(node, wanted);
        used += wanted;
    }

    /// <summary>Of an <c>init</c> that wanted more than is left.</summary>
    public EnvironmentException TooLittle(string node, ulong wanted) => new(
        $"this machine, or the container, has {bytes >> 20} MiB of memory for modules in C. Those before node {node} take "
        + $"{used >> 20} MiB, and it wants {wanted >> 20} MiB or more.",
        "fewer workers, tenants or nodes in C, a smaller configuration, or a larger memory limit of the container");
}
