using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Match;

/// <summary>The right side of a comparison: a value, a prefix, a range or a set, checked against its field.</summary>
sealed class MatchOperandReader(MatchReporter reporter, MatchLexer lexer)
{
    /// <param name="field">Null: unknown, which is reported; the operand is only read over.</param>
    public MatchExpression? Read(HeaderFieldInfo? field, MatchToken name, MatchToken relation)
    {
        var ranges = new List<ValueRange>();
        bool ok = lexer.Current.Is("[") ? ReadSet(field, relation, ranges) : ReadItem(field, relation, ranges);
        if (!ok || field is null) return null;
        EquatableArray<ValueRange> set = RangeSet.Normalize(ranges);
        FieldValue max = FieldValue.Max(field.Bits);
        EquatableArray<ValueRange> tested = relation.Text switch
        {
            "!=" => RangeSet.Complement(set, field.Bits),
            "<" => Below(set[0].First),
            "<=" => new([new(default, set[0].First)]),
            ">" => set[0].First == max ? default : new([new(set[0].First.Next, max)]),
            ">=" => new([new(set[0].First, max)]),
            _ => set,
        };
        if (tested.Count > 0) return new FieldTest(field.Field, tested);
        reporter.Error("FP0306", name.Index, $"no value of {field.Name} makes this true: it goes from "
            + $"{MatchText.Value(field, default)} to {MatchText.Value(field, max)}; remove the comparison");
        return null;
    }

    static EquatableArray<ValueRange> Below(FieldValue value) =>
        value == default ? default : new([new(default, value.Previous)]);

    bool ReadSet(HeaderFieldInfo? field, MatchToken relation, List<ValueRange> ranges)
    {
        MatchToken opening = lexer.Take();
        bool ok = relation.Is("in");
        if (!ok) reporter.Error("FP0307", relation.Index, $"{relation.Text} takes one value; write in [...] for a set"
            + (relation.Is("!=") ? ", and not in front of the field" : ""));
        if (lexer.Current.Is("]"))
        {
            lexer.Take();
            reporter.Error("FP0306", opening.Index, "an empty set is never true; write at least one value");
            return false;
        }

        while (true)
        {
            ok &= ReadItem(field, default, ranges);
            if (reporter.Broken) return false;
            if (ranges.Count > MatchParser.SetMax)
            {
                reporter.Break("FP0308", opening.Index, $"a set of more than {MatchParser.SetMax} values; use an acl node");
                return false;
            }

            if (lexer.Current.Is(",")) lexer.Take();
            else if (!lexer.Current.Is("]")) return Expected(opening, "a comma or ]");
            if (!lexer.Current.Is("]")) continue;
            lexer.Take();
            return ok;
        }
    }

    bool Expected(MatchToken opening, string wanted)
    {
        if (lexer.Current.Kind == MatchTokenKind.End)
            reporter.Break("FP0301", opening.Index, "'[' is not closed; write ] behind its last value");
        else reporter.Unexpected(lexer.Current, wanted);
        return false;
    }

    /// <param name="relation">Default: inside a set, where all is allowed that <c>in</c> allows.</param>
    bool ReadItem(HeaderFieldInfo? field, MatchToken relation, List<ValueRange> ranges)
    {
        if (lexer.Current.Kind != MatchTokenKind.Word)
        {
            reporter.Unexpected(lexer.Current, field is null ? "a value" : Sample(field));
            return false;
        }

        MatchToken first = lexer.Take();
        if (!lexer.Current.Is("..")) return ReadOne(field, first, relation, ranges);
        MatchToken dots = lexer.Take();
        if (lexer.Current.Kind != MatchTokenKind.Word)
        {
            reporter.Break("FP0301", lexer.Current.Index, "the last value of a range is missing; write a..b");
            return false;
        }

        MatchToken last = lexer.Take();
        if (field is null) return false;
        bool ok = TryValue(field, first, out FieldValue low) & TryValue(field, last, out FieldValue high);
        if (relation.Text is not (null or "in"))
        {
            reporter.Error("FP0307", dots.Index,
                $"{relation.Text} takes one value; write in {first.Text}..{last.Text} for a range");
            return false;
        }

        if (ok && low > high)
        {
            reporter.Error("FP0306", first.Index,
                $"the range {first.Text}..{last.Text} is empty; write {last.Text}..{first.Text}");
            return false;
        }

        if (ok) ranges.Add(new(low, high));
        return ok;
    }

    bool ReadOne(HeaderFieldInfo? field, MatchToken token, MatchToken relation, List<ValueRange> ranges)
    {
        if (field is null) return false;
        int slash = token.Text.IndexOf('/');
        if (slash < 0)
        {
            if (!TryValue(field, token, out FieldValue value)) return false;
            ranges.Add(new(value, value));
            return true;
        }

        if (field.Literal == LiteralKind.Number)
        {
            reporter.Error("FP0307", token.Index, $"{field.Name} has no prefixes; write {Sample(field)}, or in a..b for a range");
            return false;
        }

        if (!TryValue(field, token with { Text = token.Text.Substring(0, slash) }, out FieldValue network)) return false;
        string length = token.Text.Substring(slash + 1);
        if (!FieldLiteral.TryNumber(length, out ulong bits) || bits > (ulong)field.Bits
            || length.StartsWith("0x", StringComparison.Ordinal))
        {
            reporter.Error("FP0304", token.Index + slash + 1,
                $"'{MatchReporter.Shown(length)}' is no prefix length of {field.Name}; write a number from 0 to {field.Bits}");
            return false;
        }

        return AddPrefix(field, token, relation, new(network, (int)bits), ranges);
    }

    bool AddPrefix(HeaderFieldInfo field, MatchToken token, MatchToken relation, Prefix prefix, List<ValueRange> ranges)
    {
        FieldValue hosts = FieldValue.Max(field.Bits - prefix.Length);
        FieldValue first = new(prefix.Network.High & ~hosts.High, prefix.Network.Low & ~hosts.Low);
        if (first != prefix.Network)
        {
            reporter.Error("FP0305", token.Index, $"{token.Text} has bits set behind its first {prefix.Length}; "
                + $"write {MatchText.Value(field, first)}/{prefix.Length}, or the address alone");
            return false;
        }

        if (relation.Text is not (null or "in" or "==" or "!="))
        {
            reporter.Error("FP0307", relation.Index, $"{relation.Text} takes one value and {token.Text} is a prefix; write in");
            return false;
        }

        ranges.Add(new(first, first | hosts));
        return true;
    }

    bool TryValue(HeaderFieldInfo field, MatchToken token, out FieldValue value)
    {
        value = default;
        bool ok = field.Literal switch
        {
            LiteralKind.Mac => FieldLiteral.TryMac(token.Text, out value),
            LiteralKind.Ip4 => FieldLiteral.TryIp4(token.Text, out value),
            LiteralKind.Ip6 => FieldLiteral.TryIp6(token.Text, out value),
            _ => TryNumber(field, token, out value),
        };
        if (!ok && field.Literal != LiteralKind.Number) NotAnAddress(field, token);
        return ok;
    }

    bool TryNumber(HeaderFieldInfo field, MatchToken token, out FieldValue value)
    {
        bool number = FieldLiteral.TryNumber(token.Text, out ulong low);
        value = new(0, low);
        if (number && value <= FieldValue.Max(field.Bits)) return true;
        bool digits = token.Text.All(c => c is >= '0' and <= '9' or '_');
        string shown = MatchReporter.Shown(token.Text);
        if (number || (digits && token.Text.Length > 19))
            reporter.Error("FP0303", token.Index, $"{shown} does not fit in {field.Name}, which has {field.Bits} bits; "
                + $"write a number from 0 to {FieldValue.Max(field.Bits).Low}");
        else reporter.Error("FP0304", token.Index, $"'{shown}' is no number{NumberHint(field, token.Text)}");
        return false;
    }

    static string NumberHint(HeaderFieldInfo field, string text)
    {
        int? known = (field.Field, text.ToLowerInvariant()) switch
        {
            (HeaderField.IpProto, "icmp") => 1,
            (HeaderField.IpProto, "tcp") => 6,
            (HeaderField.IpProto, "udp") => 17,
            (HeaderField.IpProto, "icmp6" or "icmpv6") => 58,
            (HeaderField.EthType, "ip" or "ip4" or "ipv4") => 0x0800,
            (HeaderField.EthType, "arp") => 0x0806,
            (HeaderField.EthType, "ip6" or "ipv6") => 0x86dd,
            (_, "http") => 80,
            (_, "https") => 443,
            (_, "dns") => 53,
            (_, "ssh") => 22,
            _ => null,
        };
        if (known is { } value) return $"; {text} is {MatchText.Value(field, new(0, (ulong)value))}";
        if (text.Length > 1 && text[0] == '0' && text.All(c => c is >= '0' and <= '9'))
            return $"; write {text.TrimStart('0').PadLeft(1, '0')} without zeros in front";
        if (text[0] == '-') return $"; {field.Name} has none below 0";
        return $" that {field.Name} could have; write {Sample(field)}";
    }

    void NotAnAddress(HeaderFieldInfo field, MatchToken token)
    {
        bool ip4 = FieldLiteral.TryIp4(token.Text, out _), ip6 = FieldLiteral.TryIp6(token.Text, out _);
        string other = field.Name.EndsWith("src", StringComparison.Ordinal) ? "src" : "dst";
        string hint = (ip4 && field.Literal == LiteralKind.Ip6) ? $"ip6.{other} takes IPv6 addresses; write ip.{other} for IPv4"
            : (ip6 && field.Literal == LiteralKind.Ip4) ? $"ip.{other} takes IPv4 addresses; write ip6.{other} for IPv6"
            : $"write {Sample(field)}";
        string what = field.Literal switch { LiteralKind.Mac => "MAC", LiteralKind.Ip4 => "IPv4", _ => "IPv6" };
        reporter.Error(ip4 || ip6 ? "FP0307" : "FP0304", token.Index,
            $"'{MatchReporter.Shown(token.Text)}' is no {what} address; {hint}");
    }

    static string Sample(HeaderFieldInfo field) => field.Literal switch
    {
        LiteralKind.Mac => "a MAC address such as 02:00:00:00:00:01",
        LiteralKind.Ip4 => "an IPv4 address or prefix such as 192.0.2.1 or 192.0.2.0/24",
        LiteralKind.Ip6 => "an IPv6 address or prefix such as 2001:db8::1 or 2001:db8::/32",
        _ => "a number such as 80 or 0x50",
    };

    readonly record struct Prefix(FieldValue Network, int Length);
}
