using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Match;

/// <summary>Reads a match expression (graphs/SCHEMA.md, "Match expressions"). <c>or</c> binds least, then <c>and</c>, then
/// <c>not</c>.
/// A mistake in the grammar (<c>FP0301</c>) ends reading; mistakes in fields and values are reported side by side.</summary>
public sealed class MatchParser
{
    /// <summary>Parentheses and <c>not</c> inside each other.</summary>
    public const int DepthMax = 64;

    /// <summary>Comparisons in one expression: everything that walks the tree recurses at most this deep.</summary>
    public const int ComparisonsMax = 256;

    /// <summary>Values, prefixes and ranges in one set.</summary>
    public const int SetMax = 4_096;

    static readonly string[] Keywords = ["and", "or", "not", "in"];

    readonly MatchReporter reporter;
    readonly MatchLexer lexer;
    readonly MatchOperandReader operands;
    int depth;
    int comparisons;

    MatchParser(TomlString text, ICollection<Diagnostic> diagnostics)
    {
        reporter = new(text, diagnostics);
        lexer = new(text.Value);
        operands = new(reporter, lexer);
    }

    /// <summary>Null: something is wrong, and <paramref name="diagnostics"/> got it, at its place in the TOML file, escapes and
    /// lines of the string counted in.</summary>
    public static MatchExpression? Parse(TomlString text, ICollection<Diagnostic> diagnostics)
    {
        var parser = new MatchParser(text, diagnostics);
        MatchExpression? expression = parser.ReadOr();
        MatchToken rest = parser.lexer.Current;
        if (rest.Kind != MatchTokenKind.End) parser.reporter.Unexpected(rest, "and, or, or the end");
        return parser.reporter.Any ? null : expression;
    }

    MatchExpression? ReadOr()
    {
        MatchExpression? left = ReadAnd();
        while (!reporter.Broken && lexer.Current.Is("or"))
        {
            lexer.Take();
            MatchExpression? right = ReadAnd();
            left = left is null || right is null ? null : new OrExpression(left, right);
        }

        return left;
    }

    MatchExpression? ReadAnd()
    {
        MatchExpression? left = ReadUnary();
        while (!reporter.Broken && lexer.Current.Is("and"))
        {
            lexer.Take();
            MatchExpression? right = ReadUnary();
            left = left is null || right is null ? null : new AndExpression(left, right);
        }

        return left;
    }

    MatchExpression? ReadUnary()
    {
        bool not = lexer.Current.Is("not");
        if (!not && !lexer.Current.Is("(")) return ReadComparison();
        MatchToken opening = lexer.Take();
        if (++depth > DepthMax)
        {
            reporter.Break("FP0308", opening.Index,
                $"more than {DepthMax} parentheses and nots inside each other; write a flatter expression");
            return null;
        }

        MatchExpression? inner = not ? ReadUnary() : ReadOr();
        depth--;
        if (not) return inner is null ? null : new NotExpression(inner);
        if (reporter.Broken) return null;
        if (lexer.Current.Is(")")) lexer.Take();
        else if (lexer.Current.Kind == MatchTokenKind.End)
            reporter.Break("FP0301", opening.Index, "'(' is not closed; write ) behind its expression");
        else reporter.Unexpected(lexer.Current, "and, or, or )");
        return inner;
    }

    MatchExpression? ReadComparison()
    {
        if (lexer.Current.Kind != MatchTokenKind.Word || Keywords.Contains(lexer.Current.Text))
        {
            reporter.Unexpected(lexer.Current, "a field such as tcp.dst");
            return null;
        }

        if (++comparisons > ComparisonsMax)
        {
            reporter.Break("FP0308", lexer.Current.Index,
                $"more than {ComparisonsMax} comparisons; write a set [a, b], or use an acl node");
            return null;
        }

        MatchToken name = lexer.Take();
        HeaderFieldInfo? field = HeaderFieldInfo.All.FirstOrDefault(info => info.InExpressions && info.Name == name.Text);
        if (field is null) UnknownField(name);
        MatchToken relation = lexer.Current;
        if (relation.Kind != MatchTokenKind.Operator && !relation.Is("in"))
        {
            if (field is null) reporter.Abandon();
            else reporter.Unexpected(relation, $"==, !=, <, <=, >, >= or in behind {name.Text}");
            return null;
        }

        lexer.Take();
        return operands.Read(field, name, relation);
    }

    void UnknownField(MatchToken name)
    {
        string[] names = HeaderFieldInfo.All.Where(info => info.InExpressions).Select(info => info.Name).ToArray();
        string hint = name.Text switch
        {
            "ip4.src" or "ip4.dst" or "ipv4.src" or "ipv4.dst" =>
                $"did you mean \"ip.{name.Text.Substring(name.Text.Length - 3)}\"?",
            "ipv6.src" or "ipv6.dst" => $"did you mean \"ip6.{name.Text.Substring(5)}\"?",
            _ => Names.Suggest(name.Text, names, $"write one of {string.Join(", ", names)}"),
        };
        reporter.Error("FP0302", name.Index, $"{MatchReporter.Shown(name.Text)} is no field of a packet; {hint}");
    }
}
