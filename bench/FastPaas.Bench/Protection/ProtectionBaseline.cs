using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench.Protection;

/// <summary><c>bench/baselines/protection.json</c>: instructions and bytes of code of confined modules.</summary>
static class ProtectionBaseline
{
    public const string File = "protection.json";

    /// <summary>A packet; of the call that does nothing, a call. Fewer is never a regression.</summary>
    const double InstructionsTolerance = 0.25;

    /// <summary>A share: alignment moves some bytes.</summary>
    const double CodeTolerance = 0.02;

    /// <returns>A line for each number that grew.</returns>
    public static IReadOnlyList<string> Check(string baselines, IReadOnlyList<ProtectionCode> code, bool accept)
    {
        string path = Path.Combine(baselines, File);
        if (accept) Write(path, code);
        ProtectionCode[] accepted = System.IO.File.Exists(path)
            ? JsonSerializer.Deserialize<ProtectionCode[]>(System.IO.File.ReadAllText(path), Json.Options)! : [];
        return [.. code.SelectMany(now => Regressions(
            accepted.SingleOrDefault(before => before.Unit == now.Unit && before.Side == now.Side), now))];
    }

    public static void Write(string path, IReadOnlyList<ProtectionCode> code) =>
        System.IO.File.WriteAllText(path, JsonSerializer.Serialize(code, Json.Options) + "\n");

    static IEnumerable<string> Regressions(ProtectionCode? before, ProtectionCode now)
    {
        if (before is null)
        {
            yield return $"{now.Unit} by {now.Side}: not in {File}";
            yield break;
        }
        if (now.InstructionsPerPacket > before.InstructionsPerPacket + InstructionsTolerance)
            yield return FormattableString.Invariant(
                $"{now.Unit} by {now.Side}: instructions {before.InstructionsPerPacket} -> {now.InstructionsPerPacket}");
        if (now.CodeBytes > before.CodeBytes * (1 + CodeTolerance))
            yield return $"{now.Unit} by {now.Side}: code bytes {before.CodeBytes} -> {now.CodeBytes}";
    }
}
