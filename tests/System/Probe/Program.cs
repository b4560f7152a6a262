using FastPaas.Control;
using FastPaas.Probe;
using FastPaas.Runtime;

return CommandLine.Main(Wire.Graph("net_null0", "net_null1"), args, DataPlane.Start);
