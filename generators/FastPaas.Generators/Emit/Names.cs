using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace FastPaas.Generators.Emit;

/// <summary>C# names of a graph's things: stable, readable, each once.</summary>
static class Names
{
    /// <summary><c>source_guard</c> -> <c>SourceGuard</c>, <c>blue/split</c> -> <c>BlueSplit</c>.</summary>
    public static string Pascal(string name)
    {
        StringBuilder pascal = new();
        bool upper = true;
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            pascal.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        if (pascal.Length == 0 || char.IsDigit(pascal[0])) pascal.Insert(0, '_');
        return pascal.ToString();
    }

    /// <summary>A graph's class, <c>demo</c> -> <c>GraphDemo</c>: no name of a graph makes it one of its own members
    /// (<c>run_lan</c>) or hides a type of the runtime (<c>burst</c>).</summary>
    public static string GraphClass(string graph) => "Graph" + Pascal(graph);

    public static string Camel(string name)
    {
        string pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

    /// <summary>A C# string literal.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (c is >= ' ' and < '\u007f') literal.Append(c);
            else literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>One name for each item; where two would be the same the later one takes a number.</summary>
    public static string[] Unique(IEnumerable<string> wanted, ISet<string> taken) => [.. wanted.Select(name =>
    {
        string unique = name;
        for (int number = 2; !taken.Add(unique); number++) unique = name + number.ToString(CultureInfo.InvariantCulture);
        return unique;
    })];
}
