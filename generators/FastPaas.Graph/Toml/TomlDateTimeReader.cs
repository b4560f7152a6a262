using System;

namespace FastPaas.Graph.Toml;

/// <summary>RFC 3339 dates and times, checked for ranges: 2024-02-30 is a mistake.</summary>
static class TomlDateTimeReader
{
    /// <summary>Whether a word means to be a date or a time.</summary>
    public static bool Looks(string word) =>
        Matches(word, 0, "dddd-") || Matches(word, 0, "dd:") || Matches(word, 0, "d:") || Matches(word, 0, "ddd-d")
        || Matches(word, 0, "ddddd-d");

    public static TomlNode? Read(TomlCursor cursor, string word, SourcePosition position)
    {
        string? mistake = Parse(word, out TomlDateTimeKind kind, out string text);
        if (mistake is null) return new TomlDateTime(kind, text, position);
        cursor.Error(position, $"{(word.Length > 60 ? word.Substring(0, 60) + "..." : word)}: {mistake}");
        return null;
    }

    static string? Parse(string word, out TomlDateTimeKind kind, out string text)
    {
        kind = TomlDateTimeKind.LocalTime;
        text = "";
        int at = 0;
        bool date = !Matches(word, 0, "dd:") && !Matches(word, 0, "d:");
        if (date)
        {
            if (!Matches(word, 0, "dddd-dd-dd")) return "a date is written 2026-01-31";
            if (DateMistake(word) is { } mistake) return mistake;
            at = 10;
            kind = TomlDateTimeKind.LocalDate;
            text = word.Substring(0, 10);
            if (at == word.Length) return null;
            if (word[at] is not ('T' or 't' or ' ')) return "a time follows its date behind T: 2026-01-31T23:59:59";
            text += "T";
            at++;
            kind = TomlDateTimeKind.LocalDateTime;
        }

        if (!Matches(word, at, "dd:dd:dd")) return "a time is written 23:59:59, with its seconds";
        if (TimeMistake(word, at) is { } wrong) return wrong;
        int end = at + 8;
        if (end < word.Length && word[end] == '.')
        {
            int digits = end + 1;
            while (digits < word.Length && word[digits] is >= '0' and <= '9') digits++;
            if (digits == end + 1) return "digits are missing behind the point of the seconds";
            end = digits;
        }

        text += Fraction(word.Substring(at, end - at));
        if (end == word.Length) return null;
        if (!date) return "a time without a date has no offset and nothing behind its seconds";
        kind = TomlDateTimeKind.OffsetDateTime;
        return Offset(word, end, ref text);
    }

    static string? Offset(string word, int at, ref string text)
    {
        if (word[at] is 'Z' or 'z' && at + 1 == word.Length)
        {
            text += "Z";
            return null;
        }

        if (word[at] is not ('+' or '-') || !Matches(word, at + 1, "dd:dd") || at + 6 != word.Length)
            return "an offset is written Z or +01:00";
        if (Two(word, at + 1) > 23 || Two(word, at + 4) > 59) return "an offset goes from -23:59 to +23:59";
        text += word.Substring(at);
        return null;
    }

    /// <summary>Trailing zeros of a fraction of a second mean nothing.</summary>
    static string Fraction(string time) => time.IndexOf('.') < 0 ? time : time.TrimEnd('0').TrimEnd('.');

    static string? DateMistake(string word)
    {
        int year = Two(word, 0) * 100 + Two(word, 2), month = Two(word, 5), day = Two(word, 8);
        if (month is < 1 or > 12) return "months go from 01 to 12";
        // DateTime knows no year 0, which RFC 3339 allows and which is a leap year.
        int days = DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
        return day >= 1 && day <= days ? null : $"days of {word.Substring(0, 7)} go from 01 to {days}";
    }

    static string? TimeMistake(string word, int at)
    {
        if (Two(word, at) > 23) return "hours go from 00 to 23";
        if (Two(word, at + 3) > 59) return "minutes go from 00 to 59";
        // RFC 3339 has a leap second.
        return Two(word, at + 6) > 60 ? "seconds go from 00 to 59" : null;
    }

    static int Two(string word, int at) => (word[at] - '0') * 10 + word[at + 1] - '0';

    /// <summary><c>d</c> in the pattern stands for a digit.</summary>
    static bool Matches(string word, int at, string pattern)
    {
        if (word.Length - at < pattern.Length) return false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = word[at + i];
            if (pattern[i] == 'd' ? c is < '0' or > '9' : c != pattern[i]) return false;
        }

        return true;
    }
}
