using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FastPaas.Runtime;
using FastPaas.Runtime.Capture;

namespace FastPaas.Control.Explain;

/// <summary>Reads what <c>explain</c> is given: bytes in hexadecimal, or a packet in words.</summary>
static class PacketText
{
    public const string Grammar =
        """
        A packet is its bytes in hexadecimal (spaces, colons and tcpdump's 0x0000: offsets are skipped), or words:

          tcp|udp  SRC[:PORT] > DST[:PORT]  KEY VALUE ...
          icmp|ip  SRC > DST                KEY VALUE ...
          eth      MAC > MAC                KEY VALUE ...

        An IPv6 address with a port is in brackets: [2001:db8::1]:80. With IPv6 addresses icmp is ICMPv6.
        "*", or nothing, is an address or port that doesn't matter; what was assumed is printed. Keys:

          vlan ID          a tag; a second one goes inside the first
          ttl N            time to live or hop limit [64]
          dscp N
          flags F,F        of tcp: fin syn ack psh rst urg ece cwr, or a number [syn]
          type N, code N   of icmp [echo request]; type of eth: its ethertype [0x88b5]
          proto N          of ip [253]
          fragment N[+]    fragment offset in bytes; +: more follow
          payload HEX
          length N         bytes of the frame [as needed, at least 60]
          eth.src MAC, eth.dst MAC

        Examples:
          explain "tcp 10.0.0.1:1234 > 192.0.2.1:80 vlan 100 ttl 3"
          explain "udp [2001:db8::1]:5000 > [2001:db8::2]:53"
          explain "icmp 10.0.0.1 > 10.0.0.2 type 0"
          explain "eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff type 0x0806"
        """;

    static readonly string[] flagNames = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"];

    /// <summary>The frame's bytes.</summary>
    /// <exception cref="RefusedException">With what to write instead.</exception>
    public static byte[] Parse(string text)
    {
        string[] words = text.Replace("->", " > ").Replace(">", " > ")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new RefusedException("the packet is empty: give a 5-tuple or hexadecimal bytes.");
        PacketProtocol? protocol = words[0].ToLowerInvariant() switch
        {
            "tcp" => PacketProtocol.Tcp,
            "udp" => PacketProtocol.Udp,
            "icmp" or "icmp6" => PacketProtocol.Icmp,
            "ip" or "ip6" => PacketProtocol.Ip,
            "eth" => PacketProtocol.Ethernet,
            _ => null,
        };
        return protocol is { } known ? FrameBuilder.Build(ParseWords(known, words)) : ParseHex(text, words[0]);
    }

    static byte[] ParseHex(string text, string firstWord)
    {
        string digits = HexDigits(text);
        if (!IsHex(digits))
            throw new RefusedException(
                $"\"{firstWord}\" is neither tcp, udp, icmp, ip, eth nor hexadecimal bytes; see explain --help.");
        if (digits.Length == 0) throw new RefusedException("the packet is empty: give a 5-tuple or hexadecimal bytes.");
        if (digits.Length % 2 != 0)
            throw new RefusedException($"{digits.Length} hexadecimal digits are no whole number of bytes.");
        if (digits.Length / 2 > CaptureReader.FrameLengthMax)
            throw new RefusedException($"{digits.Length / 2} bytes are more than a frame has ({CaptureReader.FrameLengthMax}).");
        return Convert.FromHexString(digits);
    }

    static PacketSpec ParseWords(PacketProtocol protocol, string[] words)
    {
        var spec = new PacketSpec { Protocol = protocol };
        var rest = new Queue<string>(words[1..]);
        int arrow = Array.IndexOf(words, ">");
        if (arrow >= 0)
        {
            if (arrow > 2)
                throw new RefusedException($"\"{words[2]}\" stands before the \">\": keys come after the destination.");
            if (arrow == 2) ParseEnd(spec, rest.Dequeue(), isSource: true);
            rest.Dequeue();
            if (rest.Count > 0 && !IsKey(rest.Peek())) ParseEnd(spec, rest.Dequeue(), isSource: false);
        }
        while (rest.TryDequeue(out string? key))
        {
            string hint = arrow < 0 ? "; addresses are written SRC > DST" : "";
            if (!IsKey(key)) throw new RefusedException($"\"{key}\" is no key of a packet{hint}; see explain --help.");
            if (!rest.TryDequeue(out string? value)) throw new RefusedException($"{key} wants a value; see explain --help.");
            Set(spec, key.ToLowerInvariant(), value);
        }
        AddressFamily? source = spec.Src?.AddressFamily, destination = spec.Dst?.AddressFamily;
        if (source is not null && destination is not null && source != destination)
            throw new RefusedException($"{spec.Src} and {spec.Dst} are not of one IP version.");
        bool isIp6 = (source ?? destination) == AddressFamily.InterNetworkV6 || words[0].EndsWith('6');
        spec.Src ??= IPAddress.Parse(isIp6 ? "2001:db8::1" : "192.0.2.1");
        spec.Dst ??= IPAddress.Parse(isIp6 ? "2001:db8::2" : "198.51.100.1");
        return spec;
    }

    static bool IsKey(string word) => word.ToLowerInvariant() is
        "vlan" or "ttl" or "dscp" or "flags" or "type" or "code" or "proto" or "fragment" or "payload" or "length"
            or "eth.src" or "eth.dst";

    static void Set(PacketSpec spec, string key, string value)
    {
        switch (key)
        {
            case "vlan":
                if (spec.VlanIds.Count == 8) throw new RefusedException("more than 8 tags.");
                spec.VlanIds.Add((ushort)Number(key, value, 4095));
                break;
            case "ttl": spec.Ttl = (byte)Number(key, value, 255); break;
            case "dscp": spec.Dscp = (byte)Number(key, value, 63); break;
            case "flags": spec.TcpFlags = Flags(Only(spec, PacketProtocol.Tcp, key, value)); break;
            case "type" when spec.Protocol == PacketProtocol.Ethernet: spec.EthType = (ushort)Number(key, value, 0xffff); break;
            case "type": spec.IcmpType = (byte)Number(key, Only(spec, PacketProtocol.Icmp, key, value), 255); break;
            case "code": spec.IcmpCode = (byte)Number(key, Only(spec, PacketProtocol.Icmp, key, value), 255); break;
            case "proto": spec.IpProto = (byte)Number(key, Only(spec, PacketProtocol.Ip, key, value), 255); break;
            case "fragment":
                spec.HasMoreFragments = value.EndsWith('+');
                spec.FragmentOffset = Number(key, value.TrimEnd('+'), 65_528);
                if (spec.FragmentOffset % 8 != 0)
                    throw new RefusedException($"fragment {value}: an offset is a multiple of 8 bytes.");
                break;
            case "payload":
                if (value.Length % 2 != 0 || !IsHex(value))
                    throw new RefusedException($"payload {value}: not whole bytes in hexadecimal.");
                spec.Payload = Convert.FromHexString(value);
                break;
            case "length": spec.Length = Number(key, value, CaptureReader.FrameLengthMax); break;
            case "eth.src": spec.EthSrc = Mac(value); break;
            case "eth.dst": spec.EthDst = Mac(value); break;
        }
    }

    static string Only(PacketSpec spec, PacketProtocol protocol, string key, string value) => spec.Protocol == protocol
        ? value
        : throw new RefusedException($"{key} is a key of {protocol.ToString().ToLowerInvariant()} packets only.");

    static void ParseEnd(PacketSpec spec, string text, bool isSource)
    {
        if (spec.Protocol == PacketProtocol.Ethernet)
        {
            if (text == "*") return;
            if (isSource) spec.EthSrc = Mac(text);
            else spec.EthDst = Mac(text);
            return;
        }
        (string address, string? port) = SplitPort(text);
        if (port is not null and not "*")
        {
            if (spec.Protocol is not (PacketProtocol.Tcp or PacketProtocol.Udp))
                throw new RefusedException($"{text}: only tcp and udp have ports.");
            ushort number = (ushort)Number("port", port, 65_535);
            if (isSource) spec.SrcPort = number;
            else spec.DstPort = number;
        }
        if (address is "" or "*") return;
        if (isSource) spec.Src = Address(address);
        else spec.Dst = Address(address);
    }

    static (string Address, string? Port) SplitPort(string text)
    {
        if (text.StartsWith('['))
        {
            int close = text.IndexOf(']');
            if (close < 0) throw new RefusedException($"{text}: the bracket isn't closed.");
            string after = text[(close + 1)..];
            if (after.Length > 0 && after[0] != ':')
                throw new RefusedException($"{text}: after the bracket comes a colon and the port.");
            return (text[1..close], after.Length > 0 ? after[1..] : null);
        }
        int colon = text.IndexOf(':');
        bool isIp6 = colon >= 0 && text.IndexOf(':', colon + 1) >= 0;
        return colon < 0 || isIp6 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    static IPAddress Address(string text)
    {
        // IPAddress also takes 1, 0x7f.1 and 010.0.0.1 (octal): not what anybody means here.
        bool isPlain = text.Contains(':')
            ? !text.Contains('%')
            : text.Split('.') is { Length: 4 } parts && Array.TrueForAll(parts, IsPlainByte);
        return isPlain && IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : throw new RefusedException($"\"{text}\" is not an IPv4 or IPv6 address.");
    }

    static bool IsPlainByte(string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) && (text.Length == 1 || text[0] != '0');

    static bool IsHex(string text)
    {
        foreach (char each in text)
            if (!char.IsAsciiHexDigit(each)) return false;
        return true;
    }

    static ulong Mac(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 6 || !Array.TrueForAll(parts, part => part.Length == 2 && IsHex(part)))
            throw new RefusedException($"\"{text}\" is not an Ethernet address such as 02:00:00:00:00:01.");
        return ulong.Parse(string.Concat(parts), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    static byte Flags(string text)
    {
        if (char.IsAsciiDigit(text[0])) return (byte)Number("flags", text, 255);
        int flags = 0;
        foreach (string name in text.ToLowerInvariant().Split(','))
        {
            int bit = Array.IndexOf(flagNames, name);
            if (bit < 0) throw new RefusedException($"flags {text}: \"{name}\" is none of {string.Join(", ", flagNames)}.");
            flags |= 1 << bit;
        }
        return (byte)flags;
    }

    static int Number(string key, string text, int max)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = int.TryParse(
            isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out int number);
        return isNumber && number >= 0 && number <= max
            ? number
            : throw new RefusedException($"{key} {text}: it is a number from 0 to {max}.");
    }

    /// <summary>Without white space, separators, 0x, and tcpdump's offsets (<c>0x0010:</c> before a line).</summary>
    static string HexDigits(string text)
    {
        var digits = new StringBuilder();
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length == 7 && word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && word[^1] == ':') continue;
            foreach (string part in word.Split(':', ',', '-'))
                digits.Append(part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? part[2..] : part);
        }
        return digits.ToString();
    }
}
