using System.Linq;
using Xunit;

namespace FastPaas.Build.Tests;

public class LinkMapTests
{
    const string Map = """
                     VMA              LMA     Size Align Out     In      Symbol
                    1000             1000      200    16 .text
                    1000             1000      100    16         /usr/lib/librte_eal.a(eal.c.o):(.text.rte_eal_init)
                    1000             1000      100     1                 rte_eal_init
                    1100             1100       80    16         /usr/lib/librte_net_null.a(null.o):(.text)
                    1180             1180       40    16         /obj/FastPaas.Host.o:(__managedcode)
                    1180             1180       40     1                 FastPaas_Modules_FastPaas_Modules_Acl__Process
                    2000             2000     4000    16         /obj/FastPaas.Host.o:(.bss)
                    2800             2800     8000    16         /obj/FastPaas.Host.o:(.hydrated)
                    3000             3000       20     8         /usr/lib/libc.a(memcpy.o):(.text)
        """;

    static LinkMap Read()
    {
        using TemporaryFolder folder = new();
        return LinkMap.Read(folder.Write("map", Map));
    }

    [Test]
    public void Sizes_add_up_by_library_without_what_is_not_in_the_file() => Assert.Equal(
        [("DPDK", 0x180L), ("managed code: graph, modules, control, framework", 0x40L), ("C and C++ libraries", 0x20L)],
        Read().BySource());

    [Test]
    public void Functions_are_known_by_name() =>
        Assert.Contains("FastPaas_Modules_FastPaas_Modules_Acl__Process", Read().Symbols);
}
