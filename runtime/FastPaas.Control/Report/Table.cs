using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Control.Report;

/// <summary>Columns of text, aligned: those whose cells are all numbers to the right. Plain, so that it reads the same in a
/// log.</summary>
/// <param name="headings">An empty heading line is left out.</param>
sealed class Table(params string[] headings)
{
    readonly List<string[]> rows = [];

    public bool IsEmpty => rows.Count == 0;

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(TextWriter output, string indent = "")
    {
        if (IsEmpty) return;
        int columns = headings.Length;
        var widths = new int[columns];
        var isNumber = new bool[columns];
        for (int column = 0; column < columns; column++)
        {
            widths[column] = Math.Max(headings[column].Length, rows.Max(row => row[column].Length));
            isNumber[column] = rows.All(row => row[column] is "" || char.IsAsciiDigit(row[column][0]));
        }
        if (headings.Any(heading => heading.Length > 0)) WriteRow(headings);
        foreach (string[] row in rows) WriteRow(row);

        void WriteRow(string[] cells)
        {
            var padded = cells.Select((cell, i) => isNumber[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine((indent + string.Join("  ", padded)).TrimEnd());
        }
    }
}
