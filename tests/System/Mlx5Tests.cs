using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>The one driver that is linked by option (docs/adr/0021).</summary>
public sealed class Mlx5Tests
{
    const string Driver = "mlx5_pci";

    [Test]
    public void A_binary_that_is_built_with_mlx5_has_its_driver_and_is_one_static_file()
    {
        Skip.Unless(File.Exists("/usr/lib/x86_64-linux-gnu/libmlx5.a"), "libibverbs-dev isn't installed");
        string binary = Checkout.Publish("runtime/FastPaas.Host", "FastPaas.Host",
            [$"-p:FastPaasGraphFolder={Checkout.Root}/graphs/io/", "-p:FastPaasDrivers=mlx5"]);
        Assert.Contains("statically linked", Command.Run("ldd", [binary]).Output, StringComparison.Ordinal);
        Assert.Contains(Driver, Drivers(binary));
        using Instance instance = Instance.Start(binary);
        instance.Await("port.left.rx_packets", 1);
    }

    [Test]
    public void Another_binary_has_not() => Assert.DoesNotContain(Driver, Drivers(Checkout.Wire));

    static string?[] Drivers(string binary)
    {
        using JsonDocument report = JsonDocument.Parse(Command.Run(binary, ["describe", "--json"]).Output);
        JsonElement drivers = report.RootElement.GetProperty("build").GetProperty("drivers");
        return [.. drivers.EnumerateArray().Select(driver => driver.GetString())];
    }
}
