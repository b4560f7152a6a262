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
    const int LabelWidth = 130, BarsWidth = 560, ValueWidth = 70, BarHeight = 14, GroupGap = 12, Top = 64;

    static readonly Dictionary<string, string> Colours = new()
    {
        [Side.FastPaas] = "#1b6ca8", [Side.C] = "#8d99ae", [Side.RteGraph] = "#e09f3e",
        [ProtectionSide.None] = "#8d99ae", [ProtectionSide.Segment] = "#1b6ca8", [ProtectionSide.Mask] = "#6a994e",
        [DeviceGraphs.CSharp] = "#e09f3e",
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
        int height = Top + graphs.Sum(graph => graph.Sides.Count * BarHeight + GroupGap);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LabelWidth + BarsWidth + ValueWidth} {height}"
                 font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="white"/>
            <text x="8" y="20" font-size="14">{title}</text>

            """);
        int x = LabelWidth;
        foreach (string side in graphs.SelectMany(graph => graph.Sides).Select(side => side.Side).Distinct())
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x}\" y=\"34\" width=\"12\" height=\"12\" fill=\"{Colours[side]}\"/>"
                + $"<text x=\"{x + 17}\" y=\"44\">{side}</text>\n");
            x += 110;
        }
        int y = Top;
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

    static void Bar(StringBuilder svg, SideResult side, int y, double scale)
    {
        double width = side.Cycles.Median * scale;
        double low = LabelWidth + side.Cycles.Low * scale, high = LabelWidth + side.Cycles.High * scale;
        double middle = y + (BarHeight - 2) / 2.0;
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{LabelWidth}\" y=\"{y}\" width=\"{width:0.0}\" height=\"{BarHeight - 2}\" fill=\"{Colours[side.Side]}\"/>"
            + $"<path d=\"M{low:0.0} {middle} H{high:0.0}\" stroke=\"black\" stroke-width=\"2\"/>"
            + $"<text x=\"{LabelWidth + width + 5:0.0}\" y=\"{y + BarHeight - 4}\">{side.Cycles.Median:0.0}</text>\n");
    }
}
