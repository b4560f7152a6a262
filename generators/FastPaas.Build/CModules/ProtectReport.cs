using System.Globalization;
using System.IO;
using System.Text.Json;

namespace FastPaas.Build.CModules;

/// <summary>What the pass says of a module (native/protect/README.md): numbers of places in its code, and the bytes of its
/// globals.</summary>
/// <param name="Accesses">Checked, elided and unconfined ones.</param>
/// <param name="Checked">Whose address is brought to 32 bits for them.</param>
/// <param name="Hoisted">Of these: outside of the loop that they are in.</param>
/// <param name="Elided">That need nothing of their own.</param>
/// <param name="Impossible">Of these: that fault whenever they are reached.</param>
/// <param name="Unconfined">Reads that may go anywhere, where only writes are confined.</param>
/// <param name="ConstantBytes">Of the image: read-only, whole pages.</param>
/// <param name="InitialisedBytes">Of the image.</param>
/// <param name="GlobalsBytes">Of all variables with static storage.</param>
public sealed record ProtectReport(
    int Accesses, int Checked, int Hoisted, int Elided, int Impossible, int Unconfined, uint ConstantBytes, uint InitialisedBytes,
    uint GlobalsBytes)
{
    public static ProtectReport Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement, image = root.GetProperty("image");
        int Count(string name) => root.GetProperty(name).GetInt32();
        uint Bytes(string name) => image.GetProperty(name).GetUInt32();
        return new ProtectReport(
            Count("accesses"), Count("checked"), Count("hoisted"), Count("elided"), Count("impossible"),
            Count("unconfined"), Bytes("constant_bytes"), Bytes("initialised_bytes"), Bytes("globals_bytes"));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Accesses} accesses: {Elided} elided, {Checked} checked, {Hoisted} of them outside their loop") +
        (Impossible == 0 ? "" : $"; {Impossible} can only fault") + (Unconfined == 0 ? "" : $"; {Unconfined} READ ANYWHERE");
}
