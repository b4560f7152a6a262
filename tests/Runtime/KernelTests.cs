using System;
using System.IO;
using System.Runtime.InteropServices;
using FastPaas.Runtime.Arenas;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>Memory of modules as the kernel gives it, forgets it, and says how much there is.</summary>
public sealed unsafe class KernelTests : IDisposable
{
    /// <summary>More than the megabyte that is cleared in place.</summary>
    const int Pages = 300;

    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-memory-").FullName + "/";
    readonly byte* memory = Kernel.Reserve(Pages * Kernel.PageBytes);

    public KernelTests() => Kernel.Map(memory, Pages * Kernel.PageBytes);

    Span<byte> Bytes => new(memory, Pages * (int)Kernel.PageBytes);

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void Memory_that_is_cleared_is_zero_also_where_the_kernel_refuses_to_forget_it(bool isLocked)
    {
        if (isLocked) Skip.Unless(mlock(memory, Pages * (nuint)Kernel.PageBytes) == 0, "may not lock memory");
        Bytes.Fill(0x41);
        Kernel.Clear(memory, Pages * Kernel.PageBytes);
        Assert.False(Bytes.ContainsAnyExcept((byte)0));
    }

    [Test]
    public void A_page_that_was_touched_is_cleared_in_place_and_one_far_behind_is_given_back()
    {
        int[] near = [0, 2, 3, 255], far = [256, 299];
        foreach (int page in (int[])[.. near, .. far]) Bytes[page * (int)Kernel.PageBytes + 17] = 0x41;
        Kernel.Clear(memory, Pages * Kernel.PageBytes);
        Assert.Equal((ulong)near.Length * Kernel.PageBytes, Kernel.Resident(memory, Pages * Kernel.PageBytes));
        Assert.False(Bytes.ContainsAnyExcept((byte)0));
    }

    [Test]
    public void Pages_that_were_touched_are_counted()
    {
        Assert.Equal(0ul, Kernel.Resident(memory, Pages * Kernel.PageBytes));
        memory[Kernel.PageBytes] = 1;
        Assert.Equal(Kernel.PageBytes, Kernel.Resident(memory, Pages * Kernel.PageBytes));
    }

    [Test]
    public void What_the_machine_has_is_available()
    {
        Write("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    8000 kB\n");
        Assert.Equal(8000ul << 10, AvailableMemory.Read(folder));
    }

    [Test]
    public void A_group_s_limit_counts_and_so_do_those_around_it_and_its_cached_files_do_not()
    {
        Write("proc/meminfo", "MemAvailable: 8000 kB\n");
        Write("proc/self/cgroup", "1:name=systemd:/x\n0::/slice/pod\n");
        Write("sys/fs/cgroup/slice/memory.max", "1000000\n");
        Write("sys/fs/cgroup/slice/memory.current", "700000\n");
        Write("sys/fs/cgroup/slice/memory.stat", "anon 600000\ninactive_file 100000\n");
        Write("sys/fs/cgroup/slice/pod/memory.max", "max\n");
        Write("sys/fs/cgroup/slice/pod/memory.current", "700000\n");
        Assert.Equal(400_000ul, AvailableMemory.Read(folder));
    }

    [Test]
    public void So_does_one_of_the_first_version()
    {
        Write("proc/meminfo", "MemAvailable: 8000 kB\n");
        Write("proc/self/cgroup", "4:cpu,memory:/pod\n");
        Write("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "5000\n");
        Write("sys/fs/cgroup/memory/pod/memory.usage_in_bytes", "9000\n");
        Assert.Equal(0ul, AvailableMemory.Read(folder));
    }

    [Test]
    public void Where_nothing_is_known_nothing_is_refused() => Assert.Equal(ulong.MaxValue, AvailableMemory.Read(folder));

    void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder + path)!);
        File.WriteAllText(folder + path, text);
    }

    public void Dispose()
    {
        Kernel.Unmap(memory, Pages * Kernel.PageBytes);
        Directory.Delete(folder, recursive: true);
    }

    [DllImport("libc")] static extern int mlock(void* address, nuint length);
}
