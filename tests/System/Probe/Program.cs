using System;
using System.Globalization;
using FastPaas.Control;
using FastPaas.Probe;
using FastPaas.Runtime;

return args switch
{
    ["pauses", string rounds] => Pauses.Run(int.Parse(rounds, CultureInfo.InvariantCulture)),
    ["allocations"] => Pauses.Allocations(),
    ["stall", string tries] => Stall.Run(int.Parse(tries, CultureInfo.InvariantCulture)),
    ["bad-raw", string two] => Bad(two == "two"),
    _ => CommandLine.Main(Wire.Graph("net_null0", "net_null1"), args, DataPlane.Start),
};

static int Bad(bool two)
{
    BadRaw.Choose(two);
    Console.WriteLine(BadRaw.All().Length);
    return 0;
}
