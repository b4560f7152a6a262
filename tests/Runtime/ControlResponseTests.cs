using System.Linq;
using System.Text;
using System.Text.Json;
using FastPaas.Runtime.ControlSocket;
using Xunit;

namespace FastPaas.Runtime.Tests;

public sealed class ControlResponseTests
{
    [Test]
    public void A_request_is_one_line() =>
        Assert.Equal("{\"version\":1,\"verb\":\"stats\"}\n", Encoding.UTF8.GetString(ControlJson.Request("stats")));

    [Test]
    public void An_answer_is_read_and_keys_of_later_versions_are_passed_over()
    {
        ControlResponse response = ControlResponse.Parse(
            """{"version":1,"ok":true,"graph":"g","new":[{}],"counters":{"a":18446744073709551615,"b":0}}""");
        Assert.Equal((1, true, "g", null), (response.Version, response.Ok, response.Graph, response.Error));
        Assert.Equal([new("a", ulong.MaxValue), new("b", 0)], response.Counters!);
        Assert.Null(response.Lcores);
    }

    [Test]
    public void The_answer_of_lcores_is_read_in_their_order()
    {
        ControlResponse response = ControlResponse.Parse(
            """{"version":1,"ok":true,"lcores":[{"lcore":1,"cpu":4,"counters":{"a":7}},{"lcore":2,"cpu":5,"counters":{}}]}""");
        Assert.Equal([(1, 4, 1), (2, 5, 0)], response.Lcores!.Select(
            lcore => (lcore.Lcore, lcore.Cpu, lcore.Counters.Count)));
    }

    [Test]
    [Arguments(""), Arguments("SSH-2.0-OpenSSH"), Arguments("null"), Arguments("[]"), Arguments("{}")]
    [Arguments("{\"version\":1")]
    [Arguments("{\"version\":\"1\"}"), Arguments("{\"version\":1e99,\"ok\":true}"), Arguments("{\"version\":1,\"ok\":1}")]
    [Arguments("{\"version\":1,\"ok\":true,\"counters\":[]}"), Arguments("{\"version\":1,\"ok\":true,\"counters\":{\"a\":-1}}")]
    [Arguments("{\"version\":1,\"ok\":true,\"lcores\":[{}]}"), Arguments("{\"version\":1,\"ok\":true,\"graph\":\"\\ud800\"}")]
    public void What_is_no_answer_is_told_apart(string line) =>
        Assert.ThrowsAny<JsonException>(() => ControlResponse.Parse(line));
}
