using System;

namespace FastPaas.Control.Syntax;

/// <summary>A command of the binary: what may be given to it, and what it does.</summary>
/// <param name="run">Returns the exit code.</param>
sealed class Command(string name, string description, Func<Given, int> run)
{
    public string Name => name;

    public string Description => description;

    /// <summary>In their order on the command line; only the last may take several words.</summary>
    public Operand[] Operands { get; init; } = [];

    public Option[] Options { get; init; } = [];

    /// <summary>What its help ends with.</summary>
    public string? Grammar { get; init; }

    /// <exception cref="SyntaxException">The words aren't what it takes.</exception>
    public int Run(ReadOnlySpan<string> words) => run(new Given(this, words));
}

/// <summary>A word that stands without an option's name.</summary>
/// <param name="takesMore">One or more of them.</param>
sealed class Operand(string name, string description, bool takesMore = false)
{
    public string Description => description;

    public bool TakesMore => takesMore;

    public string Syntax => takesMore ? $"<{name}>..." : $"<{name}>";
}

/// <summary>An option: a flag, or one with a value.</summary>
/// <param name="name">With its two hyphens.</param>
sealed class Option(string name, string description)
{
    public string Name => name;

    public string Description => description;

    /// <summary>Stands for the value in the help; null: a flag.</summary>
    public string? Value { get; init; }

    /// <summary>It may be given more than once.</summary>
    public bool Repeats { get; init; }

    public string Syntax => Value is null ? name : $"{name} <{Value}>";
}
