using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using FastPaas.Runtime.ControlSocket;
using Xunit;

namespace FastPaas.Runtime.Tests;

public sealed class ControlServerTests : IDisposable
{
    const string Good = "{\"version\":1,\"verb\":\"count\"}\n";

    readonly string folder = Directory.CreateTempSubdirectory("control").FullName;
    readonly ControlServer server;
    int asked;

    public ControlServerTests() => server = new ControlServer(SocketPath, new Dictionary<string, ControlVerb>
    {
        ["count"] = (_, answer) => answer.WriteNumber("count", ++asked),
        ["large"] = (_, answer) => answer.WriteString("text", new string('x', 4 << 20)),
        ["refuse"] = (_, _) => throw new RefusedException("not today."),
    }, () => { });

    string SocketPath => StateDirectory.SocketPath(folder, "x");

    [Test]
    public void A_request_is_answered()
    {
        using Socket client = Connect();
        Assert.Equal("{\"version\":1,\"ok\":true,\"count\":1}", Exchange(client, Good));
    }

    [Test]
    public void Requests_of_one_connection_are_answered_in_order()
    {
        using Socket client = Connect();
        client.Send(Encoding.UTF8.GetBytes(Good + Good + Good));
        Assert.Equal(["1", "2", "3"], Enumerable.Range(0, 3).Select(_ => ReadLine(client)[^2..^1]));
    }

    [Test]
    public void A_request_may_come_in_pieces()
    {
        using Socket client = Connect();
        foreach (char c in Good)
        {
            client.Send([(byte)c]);
            Thread.Sleep(1);
        }
        Assert.Contains("\"ok\":true", ReadLine(client), StringComparison.Ordinal);
    }

    [Test]
    [Arguments("garbage\n", "one JSON object")]
    [Arguments("\n", "one JSON object")]
    [Arguments("[]\n", "is a JSON object")]
    [Arguments("{\"version\":2,\"verb\":\"count\"}\n", "speaks version 1")]
    [Arguments("{\"version\":1e999,\"verb\":\"count\"}\n", "speaks version 1")]
    [Arguments("{\"version\":1}\n", "names no verb")]
    [Arguments("{\"version\":1,\"verb\":7}\n", "names no verb")]
    [Arguments("{\"version\":1,\"verb\":\"nope\"}\n", "there is count, large, refuse")]
    [Arguments("{\"version\":1,\"verb\":\"refuse\"}\n", "not today.")]
    [Arguments("{\"version\":1,\"verb\":\"\\ud800\"}\n", "one JSON object")]
    [Arguments("{\"a\":[[[[[[[[[[[[]]]]]]]]]]]]}\n", "one JSON object")]
    public void A_wrong_request_gets_a_sentence_and_the_connection_lives(string request, string sentence)
    {
        using Socket client = Connect();
        string answer = Exchange(client, request);
        Assert.Contains("\"ok\":false", answer, StringComparison.Ordinal);
        Assert.Contains(sentence, answer, StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", Exchange(client, Good), StringComparison.Ordinal);
    }

    [Test]
    public void Bytes_that_are_no_text_are_refused()
    {
        using Socket client = Connect();
        client.Send([0xff, 0x00, 0xc3, 0x28, (byte)'\n']);
        Assert.Contains("\"ok\":false", ReadLine(client), StringComparison.Ordinal);
        client.Send([.. "{\"version\":1,\"verb\":\""u8, 0xff, 0xfe, .. "\"}\n"u8]);
        Assert.Contains("\"ok\":false", ReadLine(client), StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", Exchange(client, Good), StringComparison.Ordinal);
    }

    [Test]
    public void A_line_without_end_is_refused_and_closed()
    {
        using Socket client = Connect();
        byte[] flood = new byte[ControlRequests.BytesMax + 1];
        Array.Fill(flood, (byte)'a');
        Send(client, flood);
        Assert.Contains("at most 65536 bytes", ReadLine(client), StringComparison.Ordinal);
        Assert.Equal(0, Receive(client, new byte[1]));
    }

    [Test]
    public void A_client_that_does_not_read_keeps_nobody_waiting()
    {
        using Socket deaf = Connect();
        deaf.Send("{\"version\":1,\"verb\":\"large\"}\n"u8);
        for (int i = 0; i < 5; i++)
        {
            using Socket client = Connect();
            Assert.Contains("\"ok\":true", Exchange(client, Good), StringComparison.Ordinal);
        }
        Assert.Equal((4 << 20) + "{\"version\":1,\"ok\":true,\"text\":\"\"}".Length, ReadLine(deaf).Length);
    }

    [Test]
    public void Clients_that_leave_in_the_middle_do_no_harm()
    {
        for (int i = 0; i < 50; i++)
        {
            Socket client = Connect();
            client.Send(Encoding.UTF8.GetBytes(Good[..(i % Good.Length)] + (i % 3 == 0 ? Good : "")));
            client.Dispose();
        }
        using Socket last = Connect();
        Assert.Contains("\"ok\":true", Exchange(last, Good), StringComparison.Ordinal);
    }

    [Test]
    public void More_clients_than_there_is_room_for_are_told()
    {
        var clients = new List<Socket>();
        for (int i = 0; i < 64; i++) clients.Add(Connect());
        foreach (Socket client in clients) Assert.Contains("\"ok\":true", Exchange(client, Good), StringComparison.Ordinal);
        using (Socket client = Connect()) Assert.Contains("64 clients", ReadLine(client), StringComparison.Ordinal);
        clients[0].Dispose();
        Thread.Sleep(300);
        using (Socket client = Connect()) Assert.Contains("\"ok\":true", Exchange(client, Good), StringComparison.Ordinal);
        foreach (Socket client in clients) client.Dispose();
    }

    [Test]
    public void Only_the_owner_may_connect() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));

    [Test]
    public void A_socket_that_a_crash_left_behind_is_replaced()
    {
        string path = StateDirectory.SocketPath(folder, "y");
        using var crashed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        crashed.Bind(new UnixDomainSocketEndPoint(path));
        using var next = new ControlServer(path, new Dictionary<string, ControlVerb>(), () => { });
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
    }

    [Test]
    public void A_path_too_long_for_a_socket_is_refused_in_a_sentence()
    {
        string path = Path.Combine(folder, new string('d', 120));
        var verbs = new Dictionary<string, ControlVerb>();
        var error = Assert.Throws<EnvironmentException>(() => new ControlServer(path, verbs, () => { }));
        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
    }

    [Test]
    public void Two_instances_of_one_name_are_one_too_many()
    {
        using InstanceFiles first = InstanceFiles.Take(folder, "same");
        var error = Assert.Throws<EnvironmentException>(() => InstanceFiles.Take(folder, "same"));
        Assert.Contains("already running", error.Message, StringComparison.Ordinal);
        using InstanceFiles other = InstanceFiles.Take(folder, "other");
    }

    [Test]
    public void A_name_is_free_again_when_its_instance_has_ended()
    {
        InstanceFiles.Take(folder, "again").Dispose();
        InstanceFiles.Take(folder, "again").Dispose();
    }

    Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = 10_000, SendTimeout = 10_000,
        };
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    static string Exchange(Socket client, string request)
    {
        client.Send(Encoding.UTF8.GetBytes(request));
        return ReadLine(client);
    }

    static string ReadLine(Socket client)
    {
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (Receive(client, one) == 1 && one[0] != '\n') line.Add(one[0]);
        return Encoding.UTF8.GetString([.. line]);
    }

    static int Receive(Socket client, byte[] bytes)
    {
        try
        {
            return client.Receive(bytes);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    /// <summary>The server may close before it has read all.</summary>
    static void Send(Socket client, byte[] bytes)
    {
        try
        {
            client.Send(bytes);
        }
        catch (SocketException)
        {
        }
    }

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
