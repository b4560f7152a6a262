using FastPaas.Control;
using FastPaas.Generated;
using FastPaas.Runtime;

return CommandLine.Main(Graphs.All[0], args, DataPlane.Start);
