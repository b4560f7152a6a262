using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.Services;

namespace FastPaas.Testing;

/// <summary>Writes a line of JSON for each thing that happens to a test, as it happens: a process that dies has said all that
/// it did. `build.sh test` reads them (generators/FastPaas.Build/TestTally.cs).</summary>
sealed class EventLines : IDataConsumer, ITestSessionLifetimeHandler
{
    const string Prefix = "##";

    // Console is the tests' own while they run.
    readonly StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
    readonly Lock writing = new();

    /// <summary>Called by the entry point that Microsoft.Testing.Platform generates.</summary>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] arguments)
    {
        CompositeExtensionFactory<EventLines> lines = new(() => new EventLines());
        builder.TestHost.AddDataConsumer(lines);
        builder.TestHost.AddTestSessionLifetimeHandler(lines);
    }

    public string Uid => nameof(EventLines);

    public string Version => "1";

    public string DisplayName => nameof(EventLines);

    public string Description => "A line of JSON for each event of a test.";

    public Type[] DataTypesConsumed { get; } = [typeof(TestNodeUpdateMessage)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task OnTestSessionStartingAsync(ITestSessionContext context) => Task.CompletedTask;

    public Task OnTestSessionFinishingAsync(ITestSessionContext context)
    {
        Write(new JsonObject { ["event"] = "finished" });
        return Task.CompletedTask;
    }

    public Task ConsumeAsync(IDataProducer producer, IData value, CancellationToken cancellation)
    {
        TestNode node = ((TestNodeUpdateMessage)value).TestNode;
        (string What, string? Why, Exception? Error)? state = node.Properties.SingleOrDefault<TestNodeStateProperty>() switch
        {
            InProgressTestNodeStateProperty => ("started", null, null),
            PassedTestNodeStateProperty => ("passed", null, null),
            SkippedTestNodeStateProperty skipped => ("skipped", skipped.Explanation, null),
            FailedTestNodeStateProperty failed => ("failed", failed.Explanation, failed.Exception),
            ErrorTestNodeStateProperty error => ("failed", error.Explanation, error.Exception),
            TimeoutTestNodeStateProperty late => ("failed", late.Explanation, late.Exception),
            _ => null,
        };
        if (state is { } known)
        {
            Write(new JsonObject
            {
                ["event"] = known.What,
                ["test"] = Name(node),
                ["reason"] = known.Error?.Message ?? known.Why,
                ["stack"] = known.Error?.StackTrace,
            });
        }

        return Task.CompletedTask;
    }

    /// <summary>Namespace, class, method and arguments.</summary>
    static string Name(TestNode node) => node.Properties.SingleOrDefault<TestMethodIdentifierProperty>() is { } method
        ? string.Join('.', new[] { method.Namespace, method.TypeName, node.DisplayName }.Where(part => part.Length > 0))
        : node.DisplayName;

    void Write(JsonObject line)
    {
        lock (writing) output.WriteLine(Prefix + line.ToJsonString());
    }
}
