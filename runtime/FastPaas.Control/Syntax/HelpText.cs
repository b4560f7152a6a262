using System;
using System.Collections.Generic;
using System.IO;

namespace FastPaas.Control.Syntax;

/// <summary>What <c>--help</c> prints.</summary>
static class HelpText
{
    /// <summary>Lines of a terminal, and how far a list's descriptions may begin to the right.</summary>
    const int WidthMax = 100, IndentMax = 40;

    static readonly (string, string) Help = ("-?, -h, --help", "Show help and usage information");

    public static bool IsAsked(ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (word == "--") return false;
            if (word is "--help" or "-h" or "-?") return true;
        }
        return false;
    }

    /// <summary>Of the binary.</summary>
    public static void Write(TextWriter output, string binary, string description, IReadOnlyList<Command> commands)
    {
        Begin(output, description, $"{binary} [command] [options]");
        WriteList(output, "Options", [Help, ("--version", "Show version information")]);
        var list = new List<(string, string)>();
        foreach (Command command in commands) list.Add((SyntaxOf(command), command.Description));
        WriteList(output, "Commands", list);
    }

    /// <summary>Of one of its commands.</summary>
    public static void Write(TextWriter output, string binary, Command command)
    {
        Begin(output, command.Description, $"{binary} {SyntaxOf(command)} [options]");
        var list = new List<(string, string)>();
        foreach (Operand operand in command.Operands) list.Add((operand.Syntax, operand.Description));
        WriteList(output, "Arguments", list);
        list.Clear();
        foreach (Option option in command.Options) list.Add((option.Syntax, option.Description));
        list.Add(Help);
        WriteList(output, "Options", list);
        if (command.Grammar is { } grammar) output.WriteLine(grammar);
    }

    static void Begin(TextWriter output, string description, string usage)
    {
        output.WriteLine("Description:");
        foreach (string line in description.Split('\n')) WriteWrapped(output, "  ", line, 2);
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  {usage}");
        output.WriteLine();
    }

    static string SyntaxOf(Command command)
    {
        string syntax = command.Name;
        foreach (Operand operand in command.Operands) syntax += " " + operand.Syntax;
        return syntax;
    }

    static void WriteList(TextWriter output, string heading, List<(string Syntax, string Description)> list)
    {
        if (list.Count == 0) return;
        int width = 0;
        foreach ((string syntax, _) in list) width = Math.Max(width, syntax.Length);
        width = Math.Min(width + 4, IndentMax);
        output.WriteLine($"{heading}:");
        foreach ((string syntax, string description) in list)
            WriteWrapped(output, $"  {syntax}".PadRight(width), description, width);
        output.WriteLine();
    }

    /// <summary>Between words; a word that is longer than a line stays whole.</summary>
    static void WriteWrapped(TextWriter output, string line, string text, int indent)
    {
        foreach (string word in text.Split(' '))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > WidthMax)
            {
                output.WriteLine(line);
                line = new string(' ', indent);
            }
            line += line.Length > indent ? " " + word : word;
        }
        output.WriteLine(line);
    }
}
