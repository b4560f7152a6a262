using System;
using System.Globalization;
using FastPaas;
using FastPaas.Control;
using FastPaas.Dpdk;
using FastPaas.Probe;
using FastPaas.Runtime;

return args switch
{
    ["pauses", string rounds] => Pauses.Run(int.Parse(rounds, CultureInfo.InvariantCulture)),
    ["allocations"] => Pauses.Allocations(),
    ["stall", string tries] => Stall.Run(int.Parse(tries, CultureInfo.InvariantCulture)),
    ["latency"] => Stall.Latency(),
    ["progress"] => Pauses.Progress(),
    ["lcores", string workers, .. string[] rest] => CommandLine.Main(
        Wire.Graph("net_null0", "net_null1") with
        {
            Lcores = new LcoreDescription(int.Parse(workers, CultureInfo.InvariantCulture), [], null),
        },
        rest, DataPlane.Start),
    ["spread", string device, string workers] => Spread.Run(device, int.Parse(workers, CultureInfo.InvariantCulture)),
    ["break", string how] => Break(how),
    ["bad-raw", string which] => Bad(int.Parse(which, CultureInfo.InvariantCulture)),
    ["leak", .. string[] command] => CommandLine.Main(Wire.Leaking("net_null0", "net_null1"), command, DataPlane.Start),
    _ => CommandLine.Main(Wire.Graph("net_null0", "net_null1"), args, DataPlane.Start),
};

static int Bad(int which)
{
    BadRaw.Choose(which);
    Console.WriteLine(BadRaw.All().Length);
    return 0;
}

static unsafe int Break(string how)
{
    Eal.Start("fastpaas-break", LcoreChoice.Place(1, [], null, Eal.AllowedCpus()), hugepages: false, 64 << 20, []);
    using var heap = new ModuleHeap();
    Trap.Handler = Eal.Trap;
    RawStart* start = heap.Allocate<RawStart>(1).Pointer;
    *start = new RawStart { Function = BadRaw.Find(how), Context = heap.Allocate<LcoreContext>(1).Pointer };
    Eal.Launch(1, start);
    return Eal.Wait(1);
}
