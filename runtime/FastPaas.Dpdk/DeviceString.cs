using System;
using System.Collections.Generic;

namespace FastPaas.Dpdk;

/// <summary>A DPDK device string: a name and its parameters, <c>net_af_packet0,iface=eth1</c>. A member of a bond is a device
/// string too, in parentheses where it has parameters: <c>net_bonding0,mode=1,slave=(net_af_packet1,iface=eth1)</c>.
/// <c>open_loop</c> is ours.</summary>
public sealed record DeviceString(string Text, string Name, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    const string Member = "slave";

    public bool IsPci => Name.Length >= 7 && Name.Contains(':') && Name.Contains('.');

    public bool IsOpenLoop => Name == "open_loop";

    public bool IsBond => Driver == "net_bonding";

    /// <summary>The name without its number: <c>net_null</c>.</summary>
    public string Driver => Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    /// <summary>The devices that a bond joins; they exist before it does.</summary>
    public IReadOnlyList<DeviceString> Members => !IsBond ? []
        : Parameters.FindAll(p => p.Key == Member).ConvertAll(p => Parse(p.Value));

    /// <summary>This device and its members.</summary>
    public IReadOnlyList<DeviceString> All => [this, .. Members];

    /// <summary>As DPDK takes it: a member by its name.</summary>
    public string ProbeText => IsBond
        ? string.Join(',', [Name, .. Parameters.ConvertAll(p => $"{p.Key}={(p.Key == Member ? Parse(p.Value).Name : p.Value)}")])
        : Text;

    public static DeviceString Parse(string text)
    {
        if (text.StartsWith('(') && text.EndsWith(')')) text = text[1..^1];
        List<string> parts = Split(text);
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (string part in parts[1..])
        {
            int equals = part.IndexOf('=');
            parameters.Add(equals < 0 ? new(part, "") : new(part[..equals], part[(equals + 1)..]));
        }
        return new DeviceString(text, parts[0], parameters);
    }

    /// <summary>With one more parameter.</summary>
    public DeviceString With(string key, string value) =>
        new($"{Text},{key}={value}", Name, [.. Parameters, new(key, value)]);

    /// <summary>The first parameter of that name; null: there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in Parameters)
                if (key == name) return value;
            return null;
        }
    }

    /// <summary>At the commas outside parentheses.</summary>
    static List<string> Split(string text)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            if (text[i] == ')') depth--;
            if (text[i] != ',' || depth > 0) continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }
        parts.Add(text[start..]);
        return parts;
    }
}
