using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace FastPaas.Verify;

/// <summary>What of native/module/arena.def decides whether code is confined. Offsets count from the arena's first byte, which is
/// where <c>gs</c> points.</summary>
/// <param name="ArenaBytes">Of addresses; what of them is mapped is the runtime's business.</param>
/// <param name="GuardBytes">Never mapped, before and behind the arena.</param>
/// <param name="FrameBytesMax">Of the machine stack, in one function; less than the guard below it.</param>
public sealed partial record ArenaNumbers(long ArenaBytes, long GuardBytes, long FrameBytesMax)
{
    /// <summary>Those that this build of FastPaas was made with.</summary>
    public static ArenaNumbers Shared { get; } = Parse(Embedded());

    /// <exception cref="InvalidDataException">A number is missing, or they don't fit each other.</exception>
    public static ArenaNumbers Parse(string definitions)
    {
        long Number(string name)
        {
            Match found = Definition().Matches(definitions).SingleOrDefault(match => match.Groups[1].Value == name)
                ?? throw new InvalidDataException($"arena.def has no {name}");
            return long.Parse(found.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        if (Number("FRAME_BYTES_MAX") >= Number("MACHINE_GUARD_BYTES"))
            throw new InvalidDataException("arena.def: a frame could reach over the machine stack's guard");
        return new ArenaNumbers(Number("ARENA_BYTES"), Number("GUARD_BYTES"), Number("FRAME_BYTES_MAX"));
    }

    static string Embedded()
    {
        using Stream stream = typeof(ArenaNumbers).Assembly.GetManifestResourceStream("arena.def")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^ARENA\((\w+),\s*0x([0-9a-f]+)\)", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
