using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Bench.Fairness;

/// <summary>What a light tenant waits for beside so many others, and how equal shares are: fair queueing and round robin side by
/// side, in SVG. Waits are drawn by their logarithm, from 1 us on.</summary>
static class FairnessPicture
{
    const int Left = 90, Width = 420, BarHeight = 14, GroupHeight = 40, Top = 60, Between = 40;
    const string FairColour = "#1b6ca8", RobinColour = "#8d99ae";

    public static string Write(string root, IReadOnlyList<FairnessRow> rows)
    {
        string path = Path.Combine(Report.Folder(root), "fairness.svg");
        File.WriteAllText(path, Draw(rows));
        return path;
    }

    public static string Draw(IReadOnlyList<FairnessRow> rows)
    {
        FairnessRow[] light = [.. rows.Where(row => row.LightP99Us is not null)];
        double longest = light.Length == 0 ? 1 : Math.Log(light.Max(row => row.LightP99Us!.Value));
        int second = Top + light.Length / 2 * GroupHeight + Between, height = second + rows.Count / 2 * GroupHeight + 20;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 90} {height}"
                 font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="white"/>
            <text x="8" y="20" font-size="14">An lcore's tenants, simulated</text>
            <rect x="260" y="10" width="12" height="12" fill="{FairColour}"/><text x="276" y="20">fair queueing</text>
            <rect x="370" y="10" width="12" height="12" fill="{RobinColour}"/><text x="386" y="20">round robin</text>

            """);
        Bars(svg, Top, "p99 of what a light tenant waits, us", light, row => row.LightP99Us!.Value,
            row => Math.Log(Math.Max(row.LightP99Us!.Value, 1)) / longest, "0.0");
        Bars(svg, second, "Jain's index of cycles by weight over 100 ms", rows, row => row.JainOf100Ms,
            row => row.JainOf100Ms, "0.0000");
        return svg.Append("</svg>\n").ToString();
    }

    static void Bars(
        StringBuilder svg, int top, string title, IReadOnlyList<FairnessRow> rows, Func<FairnessRow, double> value,
        Func<FairnessRow, double> part, string format)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{top - 8}\">{title}</text>\n");
        for (int i = 0; i < rows.Count; i++)
        {
            int y = top + i / 2 * GroupHeight + i % 2 * BarHeight;
            double width = Math.Round(part(rows[i]) * Width, 1);
            string colour = rows[i].Turns == FairnessRow.Fair ? FairColour : RobinColour;
            if (i % 2 == 0)
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + BarHeight + 3}\" text-anchor=\"end\">")
                    .Append(CultureInfo.InvariantCulture, $"{rows[i].Tenants} tenants</text>\n");
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{Left}\" y=\"{y}\" width=\"{width}\" height=\"{BarHeight - 2}\" fill=\"{colour}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + width + 5}\" y=\"{y + BarHeight - 4}\">")
                .Append(value(rows[i]).ToString(format, CultureInfo.InvariantCulture)).Append("</text>\n");
        }
    }
}
