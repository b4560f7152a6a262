namespace FastPaas.Dpdk;
public static class Eal { public static ulong TscHz => Native.TscHz(); }
