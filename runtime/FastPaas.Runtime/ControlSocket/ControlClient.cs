using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
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
        string known = others.Count == 0 ? "" : $"; sockets are there for {string.Join(", ", others.Distinct())}";
        string directories = string.Join(", ", StateDirectory.Candidates(stateDirectory));
        throw new RefusedException($"no instance {instance} is running (looked in {directories}){known}.");
    }

    static Socket? Connect(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > 107)
            throw new RefusedException($"{path} is too long for a socket's name (107 bytes).");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendTimeout = TimeoutMs,
            ReceiveTimeout = TimeoutMs,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            if (error.SocketErrorCode is SocketError.AccessDenied)
                throw new RefusedException($"{path} belongs to another user: run it as that user.");
            return null;
        }
    }

    static ControlResponse Exchange(Socket socket, string path, string instance, byte[] request)
    {
        try
        {
            using var stream = new NetworkStream(socket);
            stream.Write(request);
            string line = new StreamReader(stream, Encoding.UTF8).ReadLine()
                ?? throw new RefusedException($"instance {instance} closed the connection without an answer.");
            ControlResponse response = ControlResponse.Parse(line);
            if (response.Version != ControlJson.ProtocolVersion)
                throw new RefusedException($"instance {instance} speaks version {response.Version} of the protocol, not ours.");
            return response.Ok
                ? response
                : throw new RefusedException($"instance {instance}: {response.Error ?? "refused without a reason"}.");
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new RefusedException($"instance {instance} doesn't answer on {path}.");
        }
        catch (JsonException)
        {
            throw new RefusedException($"what answers on {path} isn't an instance of FastPaas.");
        }
    }
}
