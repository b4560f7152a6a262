using System.Runtime.InteropServices;

namespace FastPaas.Control;

/// <summary>A process may start with its standard streams closed (<c>>&amp;-</c>). The next files opened would then get their
/// numbers, and a printed line would go into whatever that is: the runtime's signal pipe, a device.</summary>
static partial class StandardStreams
{
    const int GetDescriptorFlags = 1;

    /// <summary>Puts something in each empty place that can be neither read nor written.</summary>
    public static void Reserve()
    {
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (Fcntl(descriptor, GetDescriptorFlags) < 0) EpollCreate(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int EpollCreate(int flags);
}
