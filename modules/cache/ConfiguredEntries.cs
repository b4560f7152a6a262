using System.Collections.Generic;

namespace FastPaas.Modules;

/// <summary>Control plane: the configuration's names and values become slots that stay.</summary>
static class ConfiguredEntries
{
    const int AddressesMax = 16;

    /// <param name="scratch">Room for a key.</param>
    public static void Add(CacheConfig config, CacheTable table, NativeArray<byte> scratch)
    {
        foreach ((string question, List<CacheConfig.NamesItem> items) in ByQuestion(config.Names))
        {
            bool isIp6 = items[0].Address.IsIp6;
            ushort type = isIp6 ? DnsMessage.TypeAaaa : DnsMessage.TypeA;
            if (items.Count > AddressesMax)
                throw new ModuleConfigurationException(
                    $"names: {items[0].Name} has {items.Count} addresses of one kind, and a reply takes {AddressesMax}.");
            List<byte> records = [];
            foreach (CacheConfig.NamesItem item in items) AddRecord(records, item, type);
            AddEntry(table, scratch, [.. Wire(items[0].Name), (byte)(type >> 8), (byte)type], records, items.Count, question);
        }
        foreach (CacheConfig.ValuesItem item in config.Values)
        {
            List<byte> key = Ascii(item.Key, item.Key), value = Ascii(item.Value, item.Key);
            bool isKey = key.Count is > 0 and <= MemcachedFrame.KeyBytesMax;
            foreach (byte letter in key) isKey &= letter is > 0x20 and not 0x7f;
            if (!isKey) throw new ModuleConfigurationException(
                $"values: \"{item.Key}\" is no key: 1 to {MemcachedFrame.KeyBytesMax} characters, none a blank.");
            string head = $" {item.Flags} {value.Count}\r\n";
            AddEntry(
                table, scratch, key, [.. Ascii(head, item.Key), .. value, .. Ascii("\r\nEND\r\n", item.Key)], 0, item.Key);
        }
    }

    static void AddEntry(
        CacheTable table, NativeArray<byte> scratch, List<byte> question, List<byte> data, int records, string name)
    {
        if (data.Count > CacheTable.DataBytesMax)
            throw new ModuleConfigurationException(
                $"{name}: what is served for it has {data.Count} bytes, and a slot takes {CacheTable.DataBytesMax}.");
        CacheKey key = new(scratch);
        foreach (byte value in question) key.Append(value);
        key.SetServer(CacheKey.NoFamily, default);
        if (table.Find(key, 0) >= 0) throw new ModuleConfigurationException($"{name} is configured twice; remove one.");
        int slot = table.Add(key, 0, CacheTable.Never);
        if (slot < 0)
            throw new ModuleConfigurationException(
                $"{name} is the ninth entry in a set of {CacheTable.Ways} slots; raise entries to at least twice what it is.");
        table.SetData(slot, data.ToArray(), records);
    }

    /// <summary>Addresses of one kind and one name belong to one reply. The order of the configuration.</summary>
    static Dictionary<string, List<CacheConfig.NamesItem>> ByQuestion(IReadOnlyList<CacheConfig.NamesItem> names)
    {
        Dictionary<string, List<CacheConfig.NamesItem>> found = [];
        foreach (CacheConfig.NamesItem item in names)
        {
            int whole = item.Address.IsIp6 ? 128 : 32;
            if (item.Address.Length != whole)
                throw new ModuleConfigurationException($"names: {item.Name}: a prefix is no address; write it without a length.");
            string question = item.Name.ToLowerInvariant().TrimEnd('.') + (item.Address.IsIp6 ? " AAAA" : " A");
            if (!found.TryGetValue(question, out List<CacheConfig.NamesItem>? items)) found[question] = items = [];
            items.Add(item);
        }
        return found;
    }

    /// <summary>RFC 1035 section 3.1, in lower case.</summary>
    static List<byte> Wire(string name)
    {
        List<byte> wire = [];
        foreach (string label in name.TrimEnd('.').ToLowerInvariant().Split('.'))
        {
            bool isLabel = label.Length is > 0 and <= 63;
            for (int i = 0; i < label.Length; i++) isLabel &= label[i] is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '_';
            if (!isLabel) throw new ModuleConfigurationException(
                $"names: \"{name}\" is no name: labels of 1 to 63 letters, digits, - and _, with points between.");
            wire.Add((byte)label.Length);
            for (int i = 0; i < label.Length; i++) wire.Add((byte)label[i]);
        }
        wire.Add(0);
        if (wire.Count > 255) throw new ModuleConfigurationException($"names: \"{name}\" is longer than a name can be.");
        return wire;
    }

    /// <summary>RFC 1035 section 4.1.3; the owner is a pointer to the question.</summary>
    static void AddRecord(List<byte> records, CacheConfig.NamesItem item, ushort type)
    {
        int length = DnsMessage.AddressBytes(type);
        Add(records, DnsMessage.PointerToQuestion, 2);
        Add(records, type, 2);
        Add(records, DnsMessage.ClassIn, 2);
        Add(records, item.TtlSeconds, 4);
        Add(records, (ulong)length, 2);
        if (type == DnsMessage.TypeAaaa) Add(records, item.Address.High, 8);
        Add(records, item.Address.Low, type == DnsMessage.TypeAaaa ? 8 : 4);
    }

    static void Add(List<byte> bytes, ulong number, int count)
    {
        for (int i = count - 1; i >= 0; i--) bytes.Add((byte)(number >> (8 * i)));
    }

    static List<byte> Ascii(string text, string key)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > 0x7f)
                throw new ModuleConfigurationException($"values: {key}: only characters of ASCII can be written.");
            bytes.Add((byte)text[i]);
        }
        return bytes;
    }
}
