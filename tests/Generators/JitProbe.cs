using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>Runs in a child process of <see cref="JumpTests"/>, whose environment tells the JIT to write down what it compiles.</summary>
public sealed class JitProbe
{
    internal const string GraphVariable = "FASTPAAS_JIT_PROBE_GRAPH";

    [Fact]
    public void Entry_methods_of_a_graph_are_compiled()
    {
        string? name = Environment.GetEnvironmentVariable(GraphVariable);
        if (name is null) return;
        using GraphAssembly assembly = GraphAssembly.Compile([GraphSource.FromRepository(name)], [ModuleSet.Catalogue]);
        foreach (Type type in assembly.Assembly.GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }
}
