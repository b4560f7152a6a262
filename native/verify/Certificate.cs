using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using FastPaas.Verify.Elf;

namespace FastPaas.Verify;

/// <summary>That a module of an executable was accepted as it is: the SHA-256 of what decides what it does, in the module's
/// descriptor. The host makes the same sum of what is mapped, and calls nothing of a module whose sum is another. It tells an
/// executable that was changed behind the verifier, or never came to it; who can write the file can write the sum too.</summary>
/// <param name="Place">In the file.</param>
/// <param name="IsWritesOnly">Reads aren't confined.</param>
/// <param name="TextBytes">Of the code.</param>
public sealed record Certificate(
    ulong Place, Reach Reach, bool IsWritesOnly, ulong TextBytes, ReadOnlyMemory<byte> Sha256)
{
    public string Text => Convert.ToHexStringLower(Sha256.Span);

    /// <summary>Each number 8 bytes, the least first: of the code its bytes; of the constants their distance from the code and
    /// bytes; of each entry its distance from the code, or -1; of the globals the read-only, the initialised and all bytes; how
    /// it is confined, whether reads aren't, which nodes take it. Then the code, the constants, the image.</summary>
    public static Certificate Of(
        ulong place, Reach reach, bool isWritesOnly, IReadOnlyList<long> numbers,
        params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[8];
        foreach (long number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, number);
            hash.AppendData(word);
        }
        foreach (ReadOnlyMemory<byte> part in parts) hash.AppendData(part.Span);
        return new Certificate(place, reach, isWritesOnly, (ulong)numbers[0], hash.GetHashAndReset());
    }

    /// <summary>Writes certificates into the executable that was verified, and looks whether it is still that one.</summary>
    /// <param name="modules">With what was found of each.</param>
    /// <exception cref="InvalidDataException">It isn't.</exception>
    public static void Write(string executable, string symbols, IReadOnlyDictionary<string, Certificate> modules)
    {
        using (FileStream file = new(executable, FileMode.Open, FileAccess.Write))
        {
            foreach (Certificate each in modules.Values)
            {
                file.Seek((long)each.Place, SeekOrigin.Begin);
                file.Write(each.Sha256.Span);
            }
        }
        LinkedFile written = LinkedFile.Read(executable, symbols);
        foreach ((string module, Certificate each) in modules)
        {
            if (!ModuleReader.IsCertified(written, module, each))
                throw new InvalidDataException($"module {module} changed while it was verified");
        }
    }
}
