using System;
using System.Collections.Generic;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>One connected client of the server: what it sent so far, what it hasn't read yet. Nothing here blocks.</summary>
sealed class ControlConnection(UnixSocket socket) : IDisposable
{
    readonly byte[] request = new byte[ControlRequests.BytesMax];
    int received, sent;
    byte[] answer = [];
    bool closeWhenSent;

    public UnixSocket Socket => socket;

    /// <summary>Ticks of the last byte that moved.</summary>
    public long LastActive { get; private set; } = Environment.TickCount64;

    /// <summary>It has an answer to read before the next request is looked at: a client that doesn't read waits, not
    /// we.</summary>
    public bool HasAnswer => sent < answer.Length;

    /// <summary>Reads what there is; false: the client has gone.</summary>
    public bool Receive(IReadOnlyDictionary<string, ControlVerb> verbs)
    {
        if (socket.Receive(request.AsSpan(received)) is not { } count) return true;
        if (count == 0) return false;
        LastActive = Environment.TickCount64;
        received += count;
        return AnswerNext(verbs);
    }

    /// <summary>Sends what the client takes; false: it has gone, or is to go.</summary>
    public bool Send(IReadOnlyDictionary<string, ControlVerb> verbs)
    {
        if (socket.Send(answer.AsSpan(sent)) is not { } count) return true;
        if (count == 0) return false;
        sent += count;
        LastActive = Environment.TickCount64;
        if (HasAnswer) return true;
        return !closeWhenSent && AnswerNext(verbs);
    }

    /// <summary>Answers the first whole line and sends at once what fits.</summary>
    bool AnswerNext(IReadOnlyDictionary<string, ControlVerb> verbs)
    {
        if (HasAnswer) return true;
        int end = Array.IndexOf(request, (byte)'\n', 0, received);
        if (end < 0)
        {
            if (received < request.Length) return true;
            closeWhenSent = true;
            return Start(ControlRequests.Refuse($"a request has at most {ControlRequests.BytesMax} bytes"), verbs);
        }
        byte[] reply = ControlRequests.Answer(request.AsMemory(0, end), verbs);
        received -= end + 1;
        Array.Copy(request, end + 1, request, 0, received);
        return Start(reply, verbs);
    }

    bool Start(byte[] reply, IReadOnlyDictionary<string, ControlVerb> verbs)
    {
        (answer, sent) = (reply, 0);
        return Send(verbs);
    }

    public void Dispose() => socket.Dispose();
}
