using System;
using FastPaas.Dpdk;

Console.WriteLine(Eal.TscHz);
return 0;
