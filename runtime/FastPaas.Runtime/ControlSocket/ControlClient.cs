using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>Asks a running instance, one request a connection.</summary>
public static class ControlClient
{
    const int TimeoutMs = 5_000;

    /// <exception cref="RefusedException">No such instance, or its answer is an error.</exception>
    /// <param name="release">Of <c>quarantine</c>: the node to release.</param>
    public static ControlResponse Ask(string? stateDirectory, string instance, string verb, string? release = null)
    {
        foreach (string directory in StateDirectory.Candidates(stateDirectory))
        {
            string path = StateDirectory.SocketPath(directory, instance);
            if (Connect(path) is not { } socket) continue;
            using (socket) return Exchange(socket, path, instance, ControlJson.Request(verb, release));
        }
        IReadOnlyList<string> others = StateDirectory.Instances(stateDirectory);
        string known = others.Count == 0 ? "" : $"; sockets are there for {string.Join(", ", others)}";
        string directories = string.Join(", ", StateDirectory.Candidates(stateDirectory));
        throw new RefusedException($"no instance {instance} is running (looked in {directories}){known}.");
    }

    static UnixSocket? Connect(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > UnixSocket.PathBytesMax)
            throw new RefusedException($"{path} is too long for a socket's name ({UnixSocket.PathBytesMax} bytes).");
        UnixSocket? socket = UnixSocket.Connect(path, TimeoutMs, out bool isDenied);
        return !isDenied ? socket : throw new RefusedException($"{path} belongs to another user: run it as that user.");
    }

    static ControlResponse Exchange(UnixSocket socket, string path, string instance, byte[] request)
    {
        string line = (Send(socket, request) ? ReadLine(socket) : null)
            ?? throw new RefusedException($"instance {instance} doesn't answer on {path}.");
        if (line.Length == 0) throw new RefusedException($"instance {instance} closed the connection without an answer.");
        try
        {
            ControlResponse response = ControlResponse.Parse(line);
            if (response.Version != ControlJson.ProtocolVersion)
                throw new RefusedException($"instance {instance} speaks version {response.Version} of the protocol, not ours.");
            return response.Ok
                ? response
                : throw new RefusedException($"instance {instance}: {response.Error ?? "refused without a reason"}.");
        }
        catch (JsonException)
        {
            throw new RefusedException($"what answers on {path} isn't an instance of FastPaas.");
        }
    }

    static bool Send(UnixSocket socket, ReadOnlySpan<byte> request)
    {
        while (!request.IsEmpty)
        {
            if (socket.Send(request) is not (> 0 and var count)) return false;
            request = request[count..];
        }
        return true;
    }

    /// <summary>Without its end; null: nothing came in time. A connection that was closed ends a line too.</summary>
    static string? ReadLine(UnixSocket socket)
    {
        byte[] line = new byte[4_096];
        for (int length = 0; ;)
        {
            if (socket.Receive(line.AsSpan(length)) is not { } count) return null;
            int end = line.AsSpan(length, count).IndexOf((byte)'\n');
            if (end >= 0 || count == 0) return Encoding.UTF8.GetString(line, 0, length + Math.Max(end, 0));
            length += count;
            if (length == line.Length) Array.Resize(ref line, 2 * length);
        }
    }
}
