using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using FastPaas.Verify.Domain;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace FastPaas.Verify.Tests;

/// <summary>Runs one instruction on this processor, with all registers but <c>rsp</c> as given.</summary>
sealed unsafe partial class NativeCode : IDisposable
{
    const int PageBytes = 4096, Stack = 4;
    const uint ArithmeticFlags = 0x8d5;

    readonly byte* page;

    public NativeCode()
    {
        const int ReadWriteExecute = 7, PrivateAnonymous = 0x22;
        nint mapped = Map(0, PageBytes, ReadWriteExecute, PrivateAnonymous, -1, 0);
        if (mapped == -1) throw new Win32Exception();
        page = (byte*)mapped;
    }

    /// <param name="instruction">That neither traps nor uses memory or <c>rsp</c>.</param>
    /// <param name="registers">By number; what is left in them.</param>
    /// <param name="flags">Of which the arithmetic ones are set.</param>
    public void Run(ReadOnlySpan<byte> instruction, long[] registers, uint flags)
    {
        Assembler code = new(64);
        AssemblerRegister64[] saved = [rbx, rbp, r12, r13, r14, r15], all = All;
        foreach (AssemblerRegister64 register in saved) code.push(register);
        code.push(rdi);
        code.mov(eax, flags & ArithmeticFlags);
        code.push(rax);
        code.popfq();
        for (int i = 0; i < all.Length; i++)
            if (i != Stack && all[i] != rdi) code.mov(all[i], __qword_ptr[rdi + i * 8]);
        code.mov(rdi, __qword_ptr[rdi + 7 * 8]);
        code.db(instruction.ToArray());
        code.xchg(__qword_ptr[rsp], rdi);
        for (int i = 0; i < all.Length; i++)
            if (i != Stack && all[i] != rdi) code.mov(__qword_ptr[rdi + i * 8], all[i]);
        code.pop(rax);
        code.mov(__qword_ptr[rdi + 7 * 8], rax);
        code.vzeroupper();
        Array.Reverse(saved);
        foreach (AssemblerRegister64 register in saved) code.pop(register);
        code.ret();
        code.Assemble(new PageWriter(page), (ulong)page);
        fixed (long* values = registers) ((delegate* unmanaged<long*, void>)page)(values);
    }

    public void Dispose() => Unmap((nint)page, PageBytes);

    static AssemblerRegister64[] All => [rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15];

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);

    sealed class PageWriter(byte* page) : CodeWriter
    {
        int written;

        public override void WriteByte(byte value) => page[written++] = value;
    }
}
