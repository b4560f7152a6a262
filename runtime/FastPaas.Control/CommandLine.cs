using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Control.Commands;
using FastPaas.Runtime;
using FastPaas.Runtime.Capture;

namespace FastPaas.Control;

/// <summary>The binary's command line: every command, every way it can end.</summary>
public static class CommandLine
{
    /// <summary>The process's Main.</summary>
    /// <param name="start">Starts the data plane for <c>run</c>.</param>
    public static int Main(CompiledGraph graph, string[] arguments, Func<DataPlaneOptions, IDataPlane> start)
    {
        StandardStreams.Reserve();
        using var signals = new StopSignals();
        return Invoke(new CommandContext(graph, Console.Out, Console.Error, start, signals.Token), arguments);
    }

    /// <summary>The same against any writers; never throws.</summary>
    public static int Invoke(CommandContext context, string[] arguments)
    {
        try
        {
            return Dispatch(context, arguments);
        }
        catch (Exception error)
        {
            return Explain(error, context);
        }
        finally
        {
            Flush(context);
        }
    }

    static int Dispatch(CommandContext context, string[] arguments)
    {
        RootCommand root = Root(context);
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            string command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            foreach (string message in Complaints(parsed)) context.Error.WriteLine($"{context.Graph.Name}: {message}");
            context.Error.WriteLine($"  try: {root.Name}{command} --help");
            return ExitCode.Usage;
        }
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>The library complains of a missing command wherever it doesn't know one.</summary>
    static IEnumerable<string> Complaints(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand) return parsed.Errors.Select(error => error.Message).Distinct();
        string commands = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(command => command.Name));
        string? word = parsed.UnmatchedTokens.FirstOrDefault();
        return [word is null ? $"say what to do: {commands}." : $"there is no command {word}, only {commands}."];
    }

    static RootCommand Root(CommandContext context)
    {
        CompiledGraph graph = context.Graph;
        var root = new RootCommand(
            $"""
            The data plane of the graph "{graph.Name}": one executable that runs it, and shows what it does with a packet.
            Exit codes: 0 ok, 1 refused, 2 usage, 3 failed, 4 environment (the message says what mends it), 70 internal error.
            """);
        root.Subcommands.Add(RunCommand.Build(context));
        root.Subcommands.Add(ReplayCommand.Build(context));
        root.Subcommands.Add(ExplainCommand.Build(context));
        root.Subcommands.Add(DescribeCommand.Build(context));
        root.Subcommands.Add(StatsCommand.Build(context));
        root.Subcommands.Add(QuarantineCommand.Build(context));
        root.Subcommands.Add(BenchCommand.Build(context));
        HelpWithGrammar.AddTo(root);
        return root;
    }

    static int Explain(Exception error, CommandContext context)
    {
        (int code, string message, string? fix) = error switch
        {
            UsageException => (ExitCode.Usage, error.Message, null),
            RefusedException => (ExitCode.Refused, error.Message, null),
            EnvironmentException environment => (ExitCode.Environment, error.Message, environment.Fix),
            OperationCanceledException => (ExitCode.Interrupted, "interrupted.", null),
            OutOfMemoryException => (ExitCode.Environment, "there is not enough memory.", null),
            IOException or UnauthorizedAccessException =>
                (ExitCode.Environment, $"the output can't be written: {FileErrors.Describe(error, "")}.", null),
            _ => (ExitCode.Internal,
                $"internal error: {error.GetType().Name}: {error.Message} Please report it with the command line.", null),
        };
        try
        {
            context.Error.WriteLine($"{context.Graph.Name}: {message}");
            if (fix is not null) context.Error.WriteLine($"  try: {fix}");
        }
        catch (IOException)
        {
            // Nobody listens; the exit code still tells.
        }
        return code;
    }

    static void Flush(CommandContext context)
    {
        try
        {
            context.Output.Flush();
            context.Error.Flush();
        }
        catch (IOException)
        {
            // A closed pipe: `| head` has seen enough.
        }
    }
}
