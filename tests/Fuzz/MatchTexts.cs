using System;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Fuzz.Tests;

/// <summary>Match expressions by their grammar, now and then a little wrong.</summary>
sealed class MatchTexts(Random random)
{
    static readonly string[] Operators = ["==", "!=", "<", "<=", ">", ">="];

    public string Next() => Expression(random.Next(4));

    string Expression(int depth) => depth == 0 ? Comparison() : random.Next(6) switch
    {
        0 => $"not ({Expression(depth - 1)})",
        1 => $"({Expression(depth - 1)})",
        2 or 3 => $"{Expression(depth - 1)} and {Expression(depth - 1)}",
        4 => $"{Expression(depth - 1)} or {Expression(depth - 1)}",
        _ => Comparison(),
    };

    string Comparison()
    {
        HeaderFieldInfo[] fields = [.. HeaderFieldInfo.All.Where(info => info.InExpressions || random.Next(50) == 0)];
        HeaderFieldInfo field = fields[random.Next(fields.Length)];
        return random.Next(4) switch
        {
            0 => $"{field.Name} in [{string.Join(", ", Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Value(field)))}]",
            1 => $"{field.Name} in {Value(field)}..{Value(field)}",
            2 => $"{field.Name} in {Value(field)}{(random.Next(3) == 0 ? $"/{random.Next(field.Bits + 2)}" : "")}",
            _ => $"{field.Name} {Operators[random.Next(Operators.Length)]} {Value(field)}",
        };
    }

    string Value(HeaderFieldInfo field)
    {
        ulong low = random.Next(3) == 0 ? 0 : (ulong)random.NextInt64();
        var value = new FieldValue(field.Bits > 64 ? (ulong)random.NextInt64() : 0, low) & FieldValue.Max(field.Bits);
        // Network addresses for prefixes: clear what lies behind them.
        if (random.Next(2) == 0) value = new(value.High, value.Low & ~0xfffful);
        return random.Next(60) == 0 ? "99999999" : MatchText.Value(field, value);
    }
}
