using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas;

/// <summary>Reads the records of a list that stood in a file, field by field, from the base64 that generated code holds. Their
/// form is that of <c>PackedRecords</c> in the compiler's FastPaas.Graph. Control plane.</summary>
public ref struct PackedRecords
{
    ReadOnlySpan<byte> rest;

    /// <param name="text">base64 (RFC 4648 section 4) in lines.</param>
    public PackedRecords(ReadOnlySpan<byte> text) =>
        rest = Decode(text, new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)]);

    /// <summary>A configuration for a module in C: base64 of 64-bit words, little-endian.</summary>
    public static ReadOnlySpan<ulong> Words(ReadOnlySpan<byte> text)
    {
        ulong[] words = new ulong[Base64.GetMaxDecodedFromUtf8Length(text.Length) / sizeof(ulong) + 1];
        Span<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan());
        return words.AsSpan(0, Decode(text, bytes).Length / sizeof(ulong));
    }

    /// <summary>Any integer, a boolean, the index of an enum's value, the bits of an Ethernet address: LEB128.</summary>
    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Bytes(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }

    public IpPrefix Prefix()
    {
        ulong header = Number();
        int length = (int)(header >> 1);
        bool isIp6 = (header & 1) != 0;
        ReadOnlySpan<byte> written = Bytes((length + 7) / 8);
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        written.CopyTo(isIp6 ? address : address[12..]);
        return new IpPrefix(
            BinaryPrimitives.ReadUInt64BigEndian(address),
            BinaryPrimitives.ReadUInt64BigEndian(address[8..]), length, isIp6);
    }

    public NumberRange Range()
    {
        ulong first = Number();
        return new NumberRange(first, Number());
    }

    public string Text() => Encoding.UTF8.GetString(Bytes((int)Number()));

    ReadOnlySpan<byte> Bytes(int count)
    {
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (Base64.DecodeFromUtf8(text, bytes, out _, out int written) != OperationStatus.Done)
            throw new InvalidOperationException("A generated list isn't base64.");
        return bytes[..written];
    }
}
