using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>The instance's control socket: one thread, any number of hostile clients, none of whom can make it wait. Whoever
/// holds the instance's lock may replace a socket that a crash left behind.</summary>
public sealed class ControlServer : IDisposable
{
    const int ClientsMax = 64, IdleMsMax = 60_000;
    const int TickUs = 100_000;

    readonly string path;
    readonly IReadOnlyDictionary<string, ControlVerb> verbs;
    readonly Action tick;
    readonly Socket listener;
    readonly List<ControlConnection> clients = [];
    readonly Thread thread;
    volatile bool isStopping;

    /// <param name="tick">Called ten times a second on the control thread.</param>
    public ControlServer(string path, IReadOnlyDictionary<string, ControlVerb> verbs, Action tick)
    {
        (this.path, this.verbs, this.tick) = (path, verbs, tick);
        listener = Listen(path);
        thread = new Thread(Run) { IsBackground = true, Name = "control" };
        thread.Start();
    }

    static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Before it listens: nobody can connect while the mode is what umask made it.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(ClientsMax);
            return socket;
        }
        catch (ArgumentOutOfRangeException)
        {
            socket.Dispose();
            throw new EnvironmentException($"the control socket's path is longer than a unix socket's may be: {path}.",
                "choose a shorter folder with --state-dir");
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new EnvironmentException($"the control socket {path} can't be made: {error.Message}.",
                "choose another folder with --state-dir");
        }
    }

    void Run()
    {
        long nextTick = Environment.TickCount64;
        while (!isStopping)
        {
            List<Socket> readable = [listener, .. clients.Where(c => !c.HasAnswer).Select(c => c.Socket)];
            List<Socket> writable = [.. clients.Where(c => c.HasAnswer).Select(c => c.Socket)];
            Socket.Select(readable, writable, null, TickUs);
            if (readable.Remove(listener)) Accept();
            for (int i = clients.Count - 1; i >= 0; i--)
            {
                ControlConnection client = clients[i];
                if (Serve(client, readable, writable)) continue;
                client.Dispose();
                clients.RemoveAt(i);
            }
            if (Environment.TickCount64 < nextTick) continue;
            nextTick = Environment.TickCount64 + TickUs / 1000;
            tick();
        }
    }

    bool Serve(ControlConnection client, List<Socket> readable, List<Socket> writable)
    {
        if (writable.Contains(client.Socket)) return client.Send(verbs);
        if (readable.Contains(client.Socket)) return client.Receive(verbs);
        return Environment.TickCount64 - client.LastActive < IdleMsMax;
    }

    void Accept()
    {
        try
        {
            Socket socket = listener.Accept();
            socket.Blocking = false;
            if (clients.Count < ClientsMax)
            {
                clients.Add(new ControlConnection(socket));
                return;
            }
            socket.Send(ControlRequests.Refuse($"{ClientsMax} clients are connected already"));
            socket.Dispose();
        }
        catch (SocketException)
        {
            // The client has gone before we came to it.
        }
    }

    public void Dispose()
    {
        isStopping = true;
        thread.Join();
        foreach (ControlConnection client in clients) client.Dispose();
        listener.Dispose();
        File.Delete(path);
    }
}
