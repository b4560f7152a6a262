using System;
using System.Collections.Generic;
using System.Text;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Native;

/// <summary>A node's configuration as the bytes of its <see cref="ConfigLayout"/>, the lists behind the struct.</summary>
public sealed class ConfigBlock
{
    /// <summary>No member wants a stricter one.</summary>
    const int Alignment = 8;

    readonly List<byte> bytes = [];

    ConfigBlock()
    {
    }

    /// <summary>Little-endian; a multiple of 8 bytes.</summary>
    public static byte[] Write(ModuleManifest manifest, EquatableArray<ConfigValue> values)
    {
        ConfigBlock block = new();
        ConfigLayout layout = ConfigLayout.Of(manifest);
        block.Grow(layout.Bytes);
        block.WriteStruct(0, layout, values);
        block.Grow(0);
        return [.. block.bytes];
    }

    /// <returns>Where they start.</returns>
    int Grow(int count)
    {
        while (bytes.Count % Alignment != 0) bytes.Add(0);
        int start = bytes.Count;
        for (int i = 0; i < count; i++) bytes.Add(0);
        return start;
    }

    void WriteStruct(int at, ConfigLayout layout, IReadOnlyList<ConfigValue> values)
    {
        for (int i = 0; i < layout.Members.Count; i++)
        {
            ConfigMember member = layout.Members[i];
            if (member.Key.IsList) WriteList(at + member.Offset, member, values[i]);
            else WriteOne(at + member.Offset, member, values[i]);
        }
    }

    void WriteList(int at, ConfigMember member, ConfigValue list)
    {
        int size = ConfigLayout.BytesOf(member.Key.Type, member.Element);
        int start = Grow(size * list.Count);
        Number(at, (ulong)start, 4);
        Number(at + 4, (ulong)list.Count, 4);
        IEnumerable<ConfigValue> items = list.PackedCount > 0 ? PackedRecords.Read(member.Key, list) : list.Items;
        foreach (ConfigValue item in items)
        {
            WriteOne(start, member, item);
            start += size;
        }
    }

    void WriteOne(int at, ConfigMember member, ConfigValue value)
    {
        switch (member.Key.Type)
        {
            case ConfigType.String:
                byte[] text = Encoding.UTF8.GetBytes(value.Text);
                int start = Grow(text.Length + 1);
                for (int i = 0; i < text.Length; i++) bytes[start + i] = text[i];
                Number(at, (ulong)start, 4);
                Number(at + 4, (ulong)text.Length, 4);
                break;
            case ConfigType.Mac:
                for (int i = 0; i < 6; i++) bytes[at + i] = (byte)(value.Number >> (40 - 8 * i));
                break;
            case ConfigType.Prefix:
                Number(at, value.Number2, 8);
                Number(at + 8, value.Number, 8);
                bytes[at + 16] = (byte)value.PrefixLength;
                bytes[at + 17] = value.IsIp6 ? (byte)1 : (byte)0;
                break;
            case ConfigType.Range:
                Number(at, value.Number, 8);
                Number(at + 8, value.Number2, 8);
                break;
            case ConfigType.Record:
                WriteStruct(at, member.Element!, value.Items);
                break;
            default:
                Number(at, value.Number, ConfigLayout.BytesOf(member.Key.Type, null));
                break;
        }
    }

    void Number(int at, ulong value, int size)
    {
        for (int i = 0; i < size; i++) bytes[at + i] = (byte)(value >> (8 * i));
    }
}
