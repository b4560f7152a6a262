using System;
using System.Collections.Generic;

namespace FastPaas.Dpdk;

/// <summary>A DPDK device string: a name and its parameters, <c>net_af_packet0,iface=eth1</c>. <c>open_loop</c> is
/// ours.</summary>
public sealed record DeviceString(string Text, string Name, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public bool IsPci => Name.Length >= 7 && Name.Contains(':') && Name.Contains('.');

    public bool IsOpenLoop => Name == "open_loop";

    /// <summary>The name without its number: <c>net_null</c>.</summary>
    public string Driver => Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    public static DeviceString Parse(string text)
    {
        string[] parts = text.Split(',');
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (string part in parts.AsSpan(1))
        {
            int equals = part.IndexOf('=');
            parameters.Add(equals < 0 ? new(part, "") : new(part[..equals], part[(equals + 1)..]));
        }
        return new DeviceString(text, parts[0], parameters);
    }

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
}
