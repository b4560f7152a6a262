using System;
using System.Collections.Generic;

namespace FastPaas.Control.Syntax;

/// <summary>The words behind a command's name, by option and operand. An option's value is the next word, or stands behind an
/// equals sign; after <c>--</c> all words are operands, and <c>-</c> is one anywhere.</summary>
sealed class Given
{
    readonly List<(Option Option, string Value)> options = [];
    readonly List<string> operands = [];

    /// <exception cref="SyntaxException">They aren't what the command takes.</exception>
    public Given(Command command, ReadOnlySpan<string> words)
    {
        bool takesOptions = true;
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            if (takesOptions && word == "--") takesOptions = false;
            else if (takesOptions && word.Length > 1 && word[0] == '-') ReadOption(command, words, ref i);
            else operands.Add(word);
        }
        CheckOperands(command);
    }

    /// <summary>All words that stand without an option, as many as the command wants.</summary>
    public IReadOnlyList<string> Operands => operands;

    public bool Has(Option option) => Value(option) is not null;

    /// <summary>Null: it isn't given.</summary>
    public string? Value(Option option)
    {
        foreach ((Option given, string value) in options)
            if (given == option) return value;
        return null;
    }

    /// <summary>Of an option that repeats, in their order.</summary>
    public List<string> Values(Option option)
    {
        List<string> values = [];
        foreach ((Option given, string value) in options)
            if (given == option) values.Add(value);
        return values;
    }

    void ReadOption(Command command, ReadOnlySpan<string> words, ref int at)
    {
        string word = words[at];
        int equals = word.IndexOf('=');
        string name = equals < 0 ? word : word[..equals];
        Option option = Find(command, name) ?? throw new SyntaxException($"{command.Name} has no option {name}.");
        string value = "";
        if (option.Value is null)
        {
            if (equals >= 0) throw new SyntaxException($"{name} takes no value.");
        }
        else if (equals >= 0) value = word[(equals + 1)..];
        else if (at + 1 < words.Length && Find(command, words[at + 1]) is null) value = words[++at];
        else throw new SyntaxException($"{name} wants a value behind it.");
        if (!option.Repeats && Has(option)) throw new SyntaxException($"{name} is given twice.");
        options.Add((option, value));
    }

    static Option? Find(Command command, string name) => Array.Find(command.Options, option => option.Name == name);

    void CheckOperands(Command command)
    {
        Operand[] wanted = command.Operands;
        if (operands.Count < wanted.Length)
            throw new SyntaxException($"{wanted[operands.Count].Syntax} is missing.");
        bool takesMore = wanted is [.., { TakesMore: true }];
        if (operands.Count > wanted.Length && !takesMore)
            throw new SyntaxException($"{command.Name} has no use for {operands[wanted.Length]}.");
    }
}
