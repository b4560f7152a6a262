using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>The instance's control socket: one thread, any number of hostile clients, none of whom can make it wait. Whoever
/// holds the instance's lock may replace a socket that a crash left behind.</summary>
public sealed class ControlServer : IDisposable
{
    const int ClientsMax = 64, IdleMsMax = 60_000;
    const int TickMs = 100;

    readonly string path;
    readonly IReadOnlyDictionary<string, ControlVerb> verbs;
    readonly Action tick;
    readonly UnixSocket listener;
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

    static UnixSocket Listen(string path)
    {
        try
        {
            File.Delete(path);
            return UnixSocket.Listen(path, ClientsMax);
        }
        catch (PathTooLongException)
        {
            throw new EnvironmentException($"the control socket's path is longer than a unix socket's may be: {path}.",
                "choose a shorter folder with --state-dir");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"the control socket {path} can't be made: {error.Message}.",
                "choose another folder with --state-dir");
        }
    }

    void Run()
    {
        long nextTick = Environment.TickCount64;
        var awaited = new UnixSocket.Awaited[ClientsMax + 1];
        while (!isStopping)
        {
            int count = clients.Count;
            for (int i = 0; i < count; i++) awaited[i] = clients[i].Socket.Await(toSend: clients[i].HasAnswer);
            awaited[count] = listener.Await(toSend: false);
            UnixSocket.Wait(awaited.AsSpan(0, count + 1), TickMs);
            for (int i = count - 1; i >= 0; i--)
            {
                ControlConnection client = clients[i];
                if (Serve(client, awaited[i].IsReady)) continue;
                client.Dispose();
                clients.RemoveAt(i);
            }
            if (awaited[count].IsReady) Accept();
            if (Environment.TickCount64 < nextTick) continue;
            nextTick = Environment.TickCount64 + TickMs;
            tick();
        }
    }

    bool Serve(ControlConnection client, bool isReady)
    {
        if (!isReady) return Environment.TickCount64 - client.LastActive < IdleMsMax;
        return client.HasAnswer ? client.Send(verbs) : client.Receive(verbs);
    }

    void Accept()
    {
        if (listener.Accept() is not { } socket) return;
        if (clients.Count < ClientsMax)
        {
            clients.Add(new ControlConnection(socket));
            return;
        }
        socket.Send(ControlRequests.Refuse($"{ClientsMax} clients are connected already"));
        socket.Dispose();
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
