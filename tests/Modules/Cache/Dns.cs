using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace FastPaas.Modules.Tests;

/// <summary>DNS messages by hand.</summary>
static class Dns
{
    public const ushort A = 1, Aaaa = 28, Cname = 5;

    public static byte[] Query(ushort id, string name, ushort type = A, ushort flags = 0x0120, byte[]? opt = null) =>
        [.. Words(id, flags, 1, 0, 0, (ushort)(opt is null ? 0 : 1)), .. Name(name), .. Words(type, 1), .. opt ?? []];

    public static byte[] Opt(ushort size, uint flags = 0, params byte[] options) =>
        [0, .. Words(41, size, (ushort)(flags >> 16), (ushort)flags, (ushort)options.Length), .. options];

    public static byte[] Reply(
        ushort id, string name, ushort type, ushort flags, IReadOnlyList<byte[]> records, byte[]? opt = null) =>
        [
            .. Words(id, flags, 1, (ushort)records.Count, 0, (ushort)(opt is null ? 0 : 1)), .. Name(name), .. Words(type, 1),
            .. records.SelectMany(record => record), .. opt ?? [],
        ];

    /// <param name="owner">A pointer to the question by default.</param>
    public static byte[] Record(ushort type, uint ttl, byte[] data, byte[]? owner = null) =>
        [.. owner ?? [0xc0, 12], .. Words(type, 1, (ushort)(ttl >> 16), (ushort)ttl, (ushort)data.Length), .. data];

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    static byte[] Words(params ushort[] words) => [.. words.SelectMany(word => (byte[])[(byte)(word >> 8), (byte)word])];
}
