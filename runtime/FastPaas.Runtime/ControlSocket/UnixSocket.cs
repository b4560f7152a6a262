using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>A stream socket of the Unix domain, by the kernel's own calls: System.Net.Sockets would bring an asynchronous
/// engine that nothing here uses, a tenth of what a build compiles (docs/adr/0011).</summary>
sealed unsafe class UnixSocket : IDisposable
{
    /// <summary>Of a name, without the zero behind it (unix(7)).</summary>
    public const int PathBytesMax = 107;

    const int Unix = 1, Stream = 1, NonBlocking = 0x800, CloseOnExec = 0x8_0000, NoSignal = 0x4000;
    const int SocketLevel = 1, ReceiveTimeout = 20, SendTimeout = 21;
    const int NotPermitted = 1, Interrupted = 4, TryAgain = 11, AccessDenied = 13;

    readonly int file;

    UnixSocket(int file) => this.file = file;

    /// <summary>Makes the socket at a path where there is none, for its owner only, and never waits.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public static UnixSocket Listen(string path, int waitingMax)
    {
        var made = new UnixSocket(socket(Unix, Stream | NonBlocking | CloseOnExec, 0));
        Address address = AddressOf(path);
        bool isListening = made.file >= 0 && bind(made.file, &address, sizeof(Address)) == 0
            // Before it listens: nobody can connect while the mode is what umask made it.
            && chmod(address.Path, 0b110_000_000) == 0 && listen(made.file, waitingMax) == 0;
        if (isListening) return made;
        string why = Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError());
        made.Dispose();
        throw new IOException(why);
    }

    /// <summary>Null: nobody listens there. What is sent and received waits no longer than the timeout.</summary>
    /// <param name="isDenied">Somebody may, but not to this user.</param>
    public static UnixSocket? Connect(string path, int timeoutMs, out bool isDenied)
    {
        var made = new UnixSocket(socket(Unix, Stream | CloseOnExec, 0));
        Address address = AddressOf(path);
        Time timeout = new(timeoutMs / 1_000, timeoutMs % 1_000 * 1_000);
        setsockopt(made.file, SocketLevel, ReceiveTimeout, &timeout, (uint)sizeof(Time));
        setsockopt(made.file, SocketLevel, SendTimeout, &timeout, (uint)sizeof(Time));
        isDenied = false;
        if (connect(made.file, &address, sizeof(Address)) == 0) return made;
        isDenied = Marshal.GetLastSystemError() is AccessDenied or NotPermitted;
        made.Dispose();
        return null;
    }

    /// <summary>A client that waits, whose socket never does; null: it has gone, or there is none.</summary>
    public UnixSocket? Accept()
    {
        int client = accept4(file, null, null, NonBlocking | CloseOnExec);
        return client < 0 ? null : new UnixSocket(client);
    }

    /// <summary>Reads what there is, at least a byte.</summary>
    /// <returns>0: the other side has gone; null: nothing came, and it may yet.</returns>
    public int? Receive(Span<byte> bytes)
    {
        fixed (byte* start = bytes) return Moved(recv(file, start, (nuint)bytes.Length, 0));
    }

    /// <summary>Sends as much as the other side takes.</summary>
    /// <returns>As <see cref="Receive"/>.</returns>
    public int? Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) return Moved(send(file, start, (nuint)bytes.Length, NoSignal));
    }

    static int? Moved(nint bytes)
    {
        if (bytes >= 0) return (int)bytes;
        return Marshal.GetLastSystemError() is TryAgain or Interrupted ? null : 0;
    }

    /// <summary>For <see cref="Wait"/>: until there is something to read, or to be written to.</summary>
    public Awaited Await(bool toSend) => new(file, toSend);

    /// <summary>Returns when one of them is ready, or has gone, or the time is over.</summary>
    public static void Wait(Span<Awaited> sockets, int timeoutMs)
    {
        fixed (Awaited* first = sockets) _ = poll(first, (nuint)sockets.Length, timeoutMs);
    }

    public void Dispose()
    {
        if (file >= 0) _ = close(file);
    }

    static Address AddressOf(string path)
    {
        Address address = new() { Family = Unix };
        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax) throw new PathTooLongException();
        Encoding.UTF8.GetBytes(path, new Span<byte>(address.Path, PathBytesMax));
        return address;
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Awaited
    {
        const short In = 1, Out = 4;

        readonly int file;
        readonly short wanted;
        readonly short found;

        internal Awaited(int file, bool toSend) => (this.file, wanted) = (file, toSend ? Out : In);

        /// <summary>Also when the other side has gone.</summary>
        public bool IsReady => found != 0;
    }

    /// <summary><c>struct sockaddr_un</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Address
    {
        public ushort Family;
        public fixed byte Path[PathBytesMax + 1];
    }

    /// <summary><c>struct timeval</c>.</summary>
    readonly record struct Time(long Seconds, long Microseconds);

    [DllImport("libc")] static extern int socket(int family, int kind, int protocol);
    [DllImport("libc")] static extern int bind(int file, Address* address, int bytes);
    [DllImport("libc")] static extern int chmod(byte* path, uint mode);
    [DllImport("libc")] static extern int listen(int file, int waitingMax);
    [DllImport("libc")] static extern int accept4(int file, void* address, uint* bytes, int flags);
    [DllImport("libc")] static extern int connect(int file, Address* address, int bytes);
    [DllImport("libc")] static extern int setsockopt(int file, int level, int option, void* value, uint bytes);
    [DllImport("libc")] static extern nint recv(int file, byte* bytes, nuint count, int flags);
    [DllImport("libc")] static extern nint send(int file, byte* bytes, nuint count, int flags);
    [DllImport("libc")] static extern int poll(Awaited* sockets, nuint count, int timeoutMs);
    [DllImport("libc")] static extern int close(int file);
}
