using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Model;

/// <summary>Names that graphs give, and the words that they can't take.</summary>
public static class Names
{
    /// <summary>Targets that are no names of nodes or ports.</summary>
    public const string Drop = "drop";
    public const string Out = "out";
    public const string Tenants = "tenants";

    /// <summary>No port, node or tenant may have one of these: the targets, and <c>in</c>, which names a counter.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [Drop, "in", Out, Tenants];

    /// <summary>Drop reasons that every graph has, in the order of their ids.</summary>
    public static IReadOnlyList<string> ReservedDropReasons { get; } =
    [
        NoTenant, TenantBacklog, "module_fault", "tx_full", "malformed", "bad_length", "pool_empty", "fragment_timeout",
    ];

    public const string NoTenant = "no_tenant";
    public const string TenantBacklog = "tenant_backlog";

    /// <summary><c>[a-z][a-z0-9_]*</c>, at most <see cref="Limits.NameLengthMax"/> characters.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= Limits.NameLengthMax
        && text[0] is >= 'a' and <= 'z'
        && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <summary>What <see cref="IsName"/> accepts, in words.</summary>
    public const string Form = "at most 64 lower-case letters, digits and _, beginning with a letter";

    /// <summary>A name as a message can quote it, whatever its length.</summary>
    public static string Shown(string text) =>
        text.Length > Limits.NameLengthMax ? text.Substring(0, Limits.NameLengthMax) + "..." : text;

    /// <summary>What is wrong with a name and what to write; null: nothing.</summary>
    public static string? Complaint(string what, string name, IReadOnlyList<string> reserved)
    {
        if (!IsName(name)) return $"\"{Shown(name)}\" can't name {what}; write {Form}";
        return reserved.Contains(name)
            ? $"\"{name}\" is reserved and can't name {what}; choose a name other than {List(reserved)}"
            : null;
    }

    /// <summary><c>did you mean "x"?</c>, or else <paramref name="otherwise"/>.</summary>
    public static string Suggest(string written, IEnumerable<string> known, string otherwise, string quote = "\"") =>
        Spelling.Nearest(written, known) is { } name ? $"did you mean {quote}{name}{quote}?" : otherwise;

    /// <summary><c>source_guard</c> -> <c>SourceGuard</c>: the name of the generated type.</summary>
    public static string Pascal(string name) => string.Concat(
        name.Split(['_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    /// <summary><c>"a", "b" or "c"</c></summary>
    public static string List(IEnumerable<string> names, string last = "or", string quote = "\"")
    {
        List<string> quoted = names.Select(name => quote + name + quote).ToList();
        if (quoted.Count < 2) return string.Concat(quoted);
        return string.Join(", ", quoted.Take(quoted.Count - 1)) + $" {last} " + quoted[quoted.Count - 1];
    }
}
