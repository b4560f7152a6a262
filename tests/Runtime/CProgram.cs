using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>A program in C against DPDK's and our headers.</summary>
static class CProgram
{
    /// <summary>Compiles and runs it; what it prints.</summary>
    /// <param name="sources">Beside the tests: the folders layouts, gate, and module, which is native/module.</param>
    public static string Run(params string[] sources) => Run([], sources);

    /// <inheritdoc cref="Run(string[])"/>
    public static string Run(string[] arguments, params string[] sources)
    {
        string program = Path.Combine(Directory.CreateTempSubdirectory("layouts").FullName, "program");
        try
        {
            // Not -I: native/module has headers of the C library's names.
            Start("clang-19",
            [
                "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-march=x86-64-v3", "-DALLOW_EXPERIMENTAL_API",
                "-isystem", "/usr/include/x86_64-linux-gnu/dpdk", "-isystem", "/usr/include/dpdk", "-include", "rte_config.h",
                "-iquote", Path.Combine(AppContext.BaseDirectory, "module"), "-o", program,
                .. sources.Select(source => Path.Combine(AppContext.BaseDirectory, source)),
            ]);
            return Start(program, arguments);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
        }
    }

    static string Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
