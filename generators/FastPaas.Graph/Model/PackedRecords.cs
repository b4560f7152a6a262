using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace FastPaas.Graph.Model;

/// <summary>Records as few bytes, base64: what a list's file becomes in a plan and in generated code, whose reader is
/// <c>FastPaas.PackedRecords</c>. Fields follow each other in the manifest's order: numbers as LEB128 (DWARF 5 section 7.6),
/// a prefix as 2 * length + (1: IPv6) and the bytes that the length reaches into, a string as its count of bytes and UTF-8, a
/// list as its count and its elements.</summary>
public static class PackedRecords
{
    /// <summary>The records of a list that stood in a file.</summary>
    /// <param name="key">A list of records.</param>
    public static IEnumerable<ConfigValue> Read(ConfigKey key, ConfigValue list)
    {
        Reader reader = new(Convert.FromBase64String(list.Packed));
        for (int i = 0; i < list.PackedCount; i++)
        {
            yield return ConfigReader.Value(key) with { Items = key.Fields.Select(reader.Value).ToEquatableArray() };
        }
    }

    internal sealed class Writer
    {
        readonly List<byte> bytes = [];

        public string ToText() => Convert.ToBase64String(bytes.ToArray());

        public void Add(ConfigKey key, ConfigValue value)
        {
            if (!key.IsList)
            {
                AddOne(value);
                return;
            }

            Number((ulong)value.Items.Count);
            foreach (ConfigValue item in value.Items) AddOne(item);
        }

        void AddOne(ConfigValue value)
        {
            switch (value.Type)
            {
                case ConfigType.String:
                    byte[] text = Encoding.UTF8.GetBytes(value.Text);
                    Number((ulong)text.Length);
                    bytes.AddRange(text);
                    break;
                case ConfigType.Prefix:
                    Number((ulong)value.PrefixLength * 2 + (value.IsIp6 ? 1u : 0));
                    for (int i = 0; i * 8 < value.PrefixLength; i++) bytes.Add(AddressByte(value, i));
                    break;
                case ConfigType.Range:
                    Number(value.Number);
                    Number(value.Number2);
                    break;
                default:
                    Number(value.Number);
                    break;
            }
        }

        static byte AddressByte(ConfigValue prefix, int index) => prefix.IsIp6
            ? (byte)((index < 8 ? prefix.Number2 : prefix.Number) >> (56 - index % 8 * 8))
            : (byte)(prefix.Number >> (24 - index * 8));

        void Number(ulong value)
        {
            for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
            bytes.Add((byte)value);
        }
    }

    sealed class Reader(byte[] bytes)
    {
        int at;

        public ConfigValue Value(ConfigKey key)
        {
            if (!key.IsList) return One(key);
            ConfigValue[] items = new ConfigValue[Number()];
            for (int i = 0; i < items.Length; i++) items[i] = One(key);
            return ConfigReader.Value(key) with { IsList = true, Items = items.ToEquatableArray() };
        }

        ConfigValue One(ConfigKey key)
        {
            ConfigValue value = ConfigReader.Value(key);
            ulong number = Number();
            switch (key.Type)
            {
                case ConfigType.Bool:
                    return value with { Text = number != 0 ? "true" : "false", Number = number };
                case ConfigType.Enum:
                    return value with { Text = key.Values[(int)number], Number = number };
                case ConfigType.Range:
                    return value with { Number = number, Number2 = Number() };
                case ConfigType.String:
                    at += (int)number;
                    return value with { Text = Encoding.UTF8.GetString(bytes, at - (int)number, (int)number) };
                case ConfigType.Prefix:
                    return Prefix(value, (int)(number >> 1), (number & 1) != 0);
                default:
                    return value with { Number = number };
            }
        }

        ConfigValue Prefix(ConfigValue value, int length, bool isIp6)
        {
            ulong high = 0, low = 0;
            for (int i = 0; i * 8 < length; i++)
            {
                ulong part = bytes[at++];
                if (!isIp6) low |= part << (24 - i * 8);
                else if (i < 8) high |= part << (56 - i * 8);
                else low |= part << (120 - i * 8);
            }

            return value with { Number = low, Number2 = high, PrefixLength = length, IsIp6 = isIp6 };
        }

        ulong Number()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = bytes[at++];
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return value;
            }
        }
    }
}
