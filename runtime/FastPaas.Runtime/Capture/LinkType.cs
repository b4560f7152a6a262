namespace FastPaas.Runtime.Capture;

/// <summary>Link types of tcpdump.org/linktypes.html, by name: a refusal should say what the capture holds.</summary>
static class LinkType
{
    public const uint Ethernet = 1;

    public static string Describe(uint type) => Name(type) is { } name ? $"link type {type} ({name})" : $"link type {type}";

    static string? Name(uint type) => type switch
    {
        0 => "BSD loopback",
        1 => "Ethernet",
        6 => "Token Ring",
        8 => "SLIP",
        9 => "PPP",
        50 => "PPP in HDLC framing",
        51 => "PPPoE",
        101 => "raw IP",
        104 => "Cisco HDLC",
        105 => "IEEE 802.11",
        107 => "Frame Relay",
        108 => "OpenBSD loopback",
        113 => "Linux cooked capture",
        119 => "Prism 802.11",
        127 => "radiotap 802.11",
        143 => "DOCSIS",
        187 => "Bluetooth HCI H4",
        189 => "Linux USB",
        192 => "per-packet information",
        195 => "IEEE 802.15.4",
        201 => "Bluetooth HCI H4 with direction",
        220 => "Linux USB, memory mapped",
        227 => "CAN",
        228 => "raw IPv4",
        229 => "raw IPv6",
        247 => "InfiniBand",
        249 => "USBPcap",
        253 => "Linux netlink",
        276 => "Linux cooked capture, version 2",
        _ => null,
    };
}
