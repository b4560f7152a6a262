using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>module.toml to <see cref="ModuleManifest"/>.</summary>
internal sealed class ManifestReader(DiagnosticBag diagnostics)
{
    /// <summary>Null: wrong, and reported.</summary>
    public ModuleManifest? Read(TomlDocument document, string file)
    {
        int errorsBefore = diagnostics.ErrorCount;
        Settings root = new SettingsReader(diagnostics, operatorFile: true)
            .Read(document.Root, ManifestKeys.Manifest, new SourcePosition(file, 1, 1), file);
        string name = root.Text("name") ?? "";
        CheckFolder(root, file);
        PacketAccess packet = root.Text("packet") switch
        {
            "write" => PacketAccess.Write,
            "read" => PacketAccess.Read,
            _ => PacketAccess.None,
        };
        List<string> outputs = ReadOutputs(root);
        ModuleShape shape = root.Text("shape") == "packet" ? ModuleShape.Packet : ModuleShape.Burst;
        if (shape == ModuleShape.Packet && (outputs.Count != 1 || packet != PacketAccess.Write)
            && root.Entry("shape") is { } written)
        {
            Contradiction(written.Value, "`shape = \"packet\"` wants one output and `packet = \"write\"`;"
                + " write that or `shape = \"burst\"`");
        }

        List<HeaderField> reads = ReadFields(root, "reads");
        List<HeaderField> writes = ReadFields(root, "writes");
        if (packet == PacketAccess.None && reads.Count > 0)
        {
            Contradiction(root.Entry("reads")!.Value,
                "a module with `packet = \"none\"` reads nothing; write `packet = \"read\"` or remove `reads`");
        }

        if (packet != PacketAccess.Write && root.Entry("writes") is { } narrowed)
        {
            Contradiction(narrowed.Value, "only a module with `packet = \"write\"` has `writes`; write that or remove `writes`");
        }

        CheckResizes(root, packet, shape);
        if (root.Text("language") == "c") CheckC(root);
        List<string> creates = ReadCreates(root, outputs, packet, shape);
        List<string> checksums = ReadChecksums(root, outputs, creates, packet, shape, reads);
        List<string> tags = ReadTags(root, outputs, creates, checksums);
        List<ConfigKey> config = new ConfigKeyReader(diagnostics).ReadAll(root.Table("config"), file, isField: false);
        if (diagnostics.ErrorCount > errorsBefore || document.Diagnostics.Count > 0) return null;
        return new ModuleManifest(
            name, root.Text("language") == "c" ? ModuleLanguage.C : ModuleLanguage.CSharp, root.Text("summary") ?? "", shape,
            packet, reads.ToEquatableArray(), root.Has("writes"), writes.ToEquatableArray(), outputs.ToEquatableArray(),
            config.ToEquatableArray(), root.String("name")!.Position)
        {
            NeedsState = IsFilled(root, "state") || IsFilled(root, "uses"),
            Resizes = root.Boolean("resizes"),
            Creates = creates.ToEquatableArray(),
            Checksums = checksums.ToEquatableArray(),
            Tags = tags.ToEquatableArray(),
        };
    }

    void CheckResizes(Settings root, PacketAccess packet, ModuleShape shape)
    {
        if (!root.Boolean("resizes") || root.Entry("resizes") is not { } written) return;
        if (packet != PacketAccess.Write || shape == ModuleShape.Packet)
        {
            Contradiction(written.Value, "only a module with `packet = \"write\"` and `shape = \"burst\"` resizes packets;"
                + " write these or remove `resizes`");
        }
        else if (root.Has("writes"))
        {
            Contradiction(root.Entry("writes")!.Value,
                "a module that resizes moves all that follows, so nothing parsed holds behind it; remove `writes` or `resizes`");
        }
    }

    /// <summary>C gets the burst as a whole and the packets as bytes, and what it may write of them nobody can narrow.</summary>
    void CheckC(Settings root)
    {
        foreach (string key in new[] { "shape", "reads", "writes", "creates", "checksums", "tags" })
        {
            if (root.Entry(key) is { } entry) Contradiction(entry.Value, $"a module in C has no `{key}`; remove it");
        }
    }

    List<string> ReadCreates(Settings root, List<string> outputs, PacketAccess packet, ModuleShape shape)
    {
        List<TomlString> written = root.Texts("creates").ToList();
        if (written.Count == 0) return [];
        if (packet != PacketAccess.Write || shape == ModuleShape.Packet)
        {
            Contradiction(root.Entry("creates")!.Value,
                "a module that creates packets has `packet = \"write\"` and `shape = \"burst\"`;"
                + " write these or remove `creates`");
        }

        RequireOutputs(written, "creates", outputs);
        if (outputs.All(output => written.Any(name => name.Value == output)))
        {
            Contradiction(root.Entry("creates")!.Value,
                "every output is for created packets, so those that enter couldn't leave; add one to `outputs`");
        }

        return written.Select(name => name.Value).Distinct().ToList();
    }

    List<string> ReadChecksums(
        Settings root, List<string> outputs, List<string> creates, PacketAccess packet, ModuleShape shape,
        List<HeaderField> reads)
    {
        List<TomlString> written = root.Texts("checksums").ToList();
        if (written.Count == 0 || root.Text("language") == "c") return [];
        if (packet != PacketAccess.Write || shape == ModuleShape.Packet || !reads.Contains(HeaderField.IpOffset)
            || !reads.Contains(HeaderField.L4Offset))
        {
            Contradiction(root.Entry("checksums")!.Value,
                "a module whose checksums the host makes has `packet = \"write\"`, `shape = \"burst\"`, and \"ip.offset\" and"
                + " \"l4.offset\" in `reads`; write these or remove `checksums`");
        }

        RequireOutputs(written, "checksums", outputs);
        foreach (TomlString name in written.Where(name => creates.Contains(name.Value)))
        {
            Contradiction(name, $"\"{Names.Shown(name.Value)}\" is for created packets, of which the host knows no headers;"
                + " remove it from `checksums`");
        }

        return written.Select(name => name.Value).Distinct().ToList();
    }

    List<string> ReadTags(Settings root, List<string> outputs, List<string> creates, List<string> checksums)
    {
        List<TomlString> written = root.Texts("tags").ToList();
        if (written.Count == 0 || root.Text("language") == "c") return [];
        if (!root.Boolean("resizes"))
        {
            Contradiction(root.Entry("tags")!.Value, "a tag is bytes that are added; write `resizes = true` or remove `tags`");
        }

        RequireOutputs(written, "tags", outputs);
        foreach (TomlString name in written.Where(name => creates.Contains(name.Value)))
        {
            Contradiction(name, $"\"{Names.Shown(name.Value)}\" is for created packets, which can't be tagged before they are;"
                + " remove it from `tags`");
        }

        foreach (TomlString name in written.Where(name => checksums.Contains(name.Value)))
        {
            Contradiction(name, $"\"{Names.Shown(name.Value)}\" has a checksum made for it, by a device at an offset that a tag"
                + " moves; remove it from `tags` or from `checksums`");
        }

        return written.Select(name => name.Value).Distinct().ToList();
    }

    void RequireOutputs(List<TomlString> written, string key, List<string> outputs)
    {
        foreach (TomlString name in written.Where(name => !outputs.Contains(name.Value)))
        {
            Contradiction(name, $"`{key}` names \"{Names.Shown(name.Value)}\", which is none of `outputs`; add it there");
        }
    }

    static bool IsFilled(Settings root, string key) => root.Entry(key)?.Value is TomlTable { Entries.Count: > 0 };

    void CheckFolder(Settings root, string file)
    {
        string[] path = file.Split('/');
        if (path.Length < 2 || root.String("name") is not { } name) return;
        string folder = path[path.Length - 2];
        if (folder == name.Value) return;
        Contradiction(name, $"the module in folder \"{folder}\" can't be called \"{Names.Shown(name.Value)}\";"
            + $" write `name = \"{folder}\"`, or rename the folder");
    }

    List<string> ReadOutputs(Settings root)
    {
        List<TomlString> written = root.Texts("outputs").ToList();
        if (root.Entry("outputs") is { } entry && written.Count is 0 or > Limits.OutputsMax)
        {
            Contradiction(entry.Value, $"`outputs` has {written.Count} names; write 1 to {Limits.OutputsMax}");
        }

        return ReadNames(written.Take(Limits.OutputsMax), "an output", ["in", "created"]);
    }

    List<string> ReadNames(IEnumerable<TomlString> written, string what, IReadOnlyList<string> reserved)
    {
        List<string> names = [];
        foreach (TomlString name in written)
        {
            if (Names.Complaint(what, name.Value, reserved) is { } complaint) diagnostics.Error(Rule.BadName, name.Position,
                complaint);
            else if (names.Contains(name.Value)) Contradiction(name, $"\"{name.Value}\" names {what} twice; remove one");
            names.Add(name.Value);
        }

        return names;
    }

    List<HeaderField> ReadFields(Settings root, string key)
    {
        List<HeaderField> fields = [];
        foreach (TomlString text in root.Texts(key))
        {
            HeaderField field = HeaderFieldInfo.All.First(info => info.Name == text.Value).Field;
            if (fields.Contains(field)) Contradiction(text, $"\"{text.Value}\" is twice in `{key}`; remove one");
            fields.Add(field);
        }

        return fields;
    }

    void Contradiction(TomlNode at, string message) => diagnostics.Error(Rule.ManifestContradiction, at.Position, message);
}
