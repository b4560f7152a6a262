using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>A program of <c>layouts/</c> against DPDK's and our C headers.</summary>
static class CProgram
{
    /// <summary>Compiles and runs it; what it prints.</summary>
    public static string Run(string source)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "layouts");
        string program = Path.Combine(Directory.CreateTempSubdirectory("layouts").FullName, "program");
        try
        {
            Run("clang-19", "-march=x86-64-v3", "-DALLOW_EXPERIMENTAL_API", "-isystem", "/usr/include/x86_64-linux-gnu/dpdk",
                "-isystem", "/usr/include/dpdk", "-include", "rte_config.h", Path.Combine(folder, source), "-o", program);
            return Run(program, []);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
        }
    }

    static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
