using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FastPaas.Dpdk;

namespace FastPaas.Runtime.Arenas;

/// <summary>Compares each module, as it is mapped, with the certificate that the build's verifier wrote into its descriptor
/// (native/verify/README.md, "Certificate"). It tells an executable that was changed behind the verifier or never came to it, and
/// not one whose certificate was changed too. Once a module, before its first call.</summary>
sealed unsafe class Certificates
{
    const int Sha256Bytes = 32, Numbers = 13;

    /// <summary>sizeof(SHA2_CTX) is 208 (sha2.h of libmd 1.0.4).</summary>
    const int ContextBytes = 256;

    readonly HashSet<nint> compared = [];

    /// <param name="node">For the message.</param>
    /// <exception cref="EnvironmentException">What is mapped isn't what was verified.</exception>
    public void Require(CModule* module, string node)
    {
        if (!compared.Add((nint)module)) return;
        byte* sum = stackalloc byte[Sha256Bytes];
        Sum(module, sum);
        if (new ReadOnlySpan<byte>(sum, Sha256Bytes).SequenceEqual(new ReadOnlySpan<byte>(&module->Certificate, Sha256Bytes)))
            return;
        throw new EnvironmentException(
            $"node {node}: its module isn't the one that was verified: this executable was changed after it was built, or it was "
            + "linked otherwise.", "./build.sh build <graph> -o <file>, and run that file");
    }

    static void Sum(CModule* module, byte* sum)
    {
        byte* context = stackalloc byte[ContextBytes];
        nint textBytes = (nint)(module->TextEnd - module->TextStart);
        nint constantBytes = (nint)(module->ConstantsEnd - module->ConstantsStart);
        long* numbers = stackalloc long[]
        {
            textBytes, constantBytes == 0 ? 0 : module->ConstantsStart - module->TextStart, constantBytes,
            Entry(module, module->Init), Entry(module, module->Process), Entry(module, module->Reconfigure),
            Entry(module, module->Expire), module->ConstantBytes, module->InitialisedBytes, module->GlobalsBytes,
            (long)module->Protection, module->OnlyWrites, module->Serves,
        };
        SHA256Init(context);
        SHA256Update(context, (byte*)numbers, Numbers * sizeof(long));
        SHA256Update(context, module->TextStart, textBytes);
        SHA256Update(context, module->ConstantsStart, constantBytes);
        SHA256Update(context, module->Image, (nint)module->InitialisedBytes);
        SHA256Final(sum, context);
    }

    static long Entry(CModule* module, void* entry) => entry == null ? -1 : (byte*)entry - module->TextStart;

    // libmd, which DPDK's dependencies bring: .NET's own sums want OpenSSL, which a static executable can't load.
    [DllImport("md")] static extern void SHA256Init(byte* context);
    [DllImport("md")] static extern void SHA256Update(byte* context, byte* data, nint bytes);
    [DllImport("md")] static extern void SHA256Final(byte* sum, byte* context);
}
