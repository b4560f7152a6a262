using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Bench.Protection;

namespace FastPaas.Bench;

/// <summary>Cycles a packet of every graph and side as horizontal bars with their 95% intervals, in SVG.</summary>
static class Picture
{
    const int LabelWidth = 130, BarsWidth = 560, ValueWidth = 70, BarHeight = 14, GroupGap = 12,
        LegendTop = 34, LegendHeight = 18, LegendColumns = 5, LegendWidth = 126;

    const string OnlyWrites = "-write";

    static readonly Dictionary<string, string> Colours = new()
    {
        [Side.FastPaas] = "#1b6ca8", [Side.C] = "#8d99ae", [Side.RteGraph] = "#e09f3e",
        [ProtectionSide.None] = "#8d99ae", [ProtectionSide.Segment] = "#1b6ca8", [ProtectionSide.Mask] = "#6a994e",
        ["compare"] = "#9c6644", [DeviceSide.CSharp.Name] = "#e09f3e",
        ["mpx-emulated"] = "#7b2d8b", ["asan"] = "#c1121f", ["bounds"] = "#f28482", ["rust"] = "#b7791f", ["wasm2c"] = "#4d908e",
    };

    public static string Write(string root, string name, string title, IReadOnlyList<GraphResult> graphs)
    {
        string path = Path.Combine(Report.Folder(root), name + ".svg");
        File.WriteAllText(path, Draw(title, graphs));
        return path;
    }

    public static string Draw(string title, IReadOnlyList<GraphResult> graphs)
    {
        double most = graphs.SelectMany(graph => graph.Sides).Max(side => side.Cycles.Median);
        string[] sides = [.. graphs.SelectMany(graph => graph.Sides).Select(side => side.Side).Distinct()];
        int top = LegendTop + (sides.Length + LegendColumns - 1) / LegendColumns * LegendHeight + GroupGap;
        int height = top + graphs.Sum(graph => graph.Sides.Count * BarHeight + GroupGap);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LabelWidth + BarsWidth + ValueWidth} {height}"
                 font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="white"/>
            <text x="8" y="20" font-size="14">{title}</text>

            """);
        for (int i = 0; i < sides.Length; i++)
        {
            int x = LabelWidth + i % LegendColumns * LegendWidth, line = LegendTop + i / LegendColumns * LegendHeight;
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x}\" y=\"{line}\" width=\"12\" height=\"12\" {Fill(sides[i])}/>"
                + $"<text x=\"{x + 17}\" y=\"{line + 10}\">{sides[i]}</text>\n");
        }
        int y = top;
        foreach (GraphResult graph in graphs)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{LabelWidth - 8}\" y=\"{y + graph.Sides.Count * BarHeight / 2 + 4}\" text-anchor=\"end\">"
                + $"{graph.Graph}</text>\n");
            foreach (SideResult side in graph.Sides)
            {
                Bar(svg, side, y, BarsWidth / most);
                y += BarHeight;
            }
            y += GroupGap;
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>What confines writes alone is paler.</summary>
    static string Fill(string side) => side.EndsWith(OnlyWrites, StringComparison.Ordinal)
        ? $"fill=\"{Colours[side[..^OnlyWrites.Length]]}\" fill-opacity=\"0.5\"" : $"fill=\"{Colours[side]}\"";

    static void Bar(StringBuilder svg, SideResult side, int y, double scale)
    {
        double width = side.Cycles.Median * scale;
        double low = LabelWidth + side.Cycles.Low * scale, high = LabelWidth + side.Cycles.High * scale;
        double middle = y + (BarHeight - 2) / 2.0;
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{LabelWidth}\" y=\"{y}\" width=\"{width:0.0}\" height=\"{BarHeight - 2}\" {Fill(side.Side)}/>"
            + $"<path d=\"M{low:0.0} {middle} H{high:0.0}\" stroke=\"black\" stroke-width=\"2\"/>"
            + $"<text x=\"{LabelWidth + width + 5:0.0}\" y=\"{y + BarHeight - 4}\">{side.Cycles.Median:0.0}</text>\n");
    }
}
