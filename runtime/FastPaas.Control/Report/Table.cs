using System;
using System.Collections.Generic;
using System.IO;

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
            widths[column] = headings[column].Length;
            foreach (string[] row in rows) widths[column] = Math.Max(widths[column], row[column].Length);
            isNumber[column] = rows.TrueForAll(row => row[column] is "" || char.IsAsciiDigit(row[column][0]));
        }
        if (headings.Exists(heading => heading.Length > 0)) WriteRow(headings);
        foreach (string[] row in rows) WriteRow(row);

        void WriteRow(string[] cells)
        {
            var padded = new string[columns];
            for (int i = 0; i < columns; i++)
                padded[i] = isNumber[i] ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i]);
            output.WriteLine((indent + string.Join("  ", padded)).TrimEnd());
        }
    }
}
