using System;
using System.IO;
using System.Threading;
using FastPaas.Control.Commands;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
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
            return Explain(error, context, arguments);
        }
        finally
        {
            Flush(context);
        }
    }

    static int Dispatch(CommandContext context, string[] arguments)
    {
        Command[] commands = Commands(context);
        if (arguments is [] or [['-', ..], ..]) return WithoutCommand(context, commands, arguments);
        Command? command = Array.Find(commands, each => each.Name == arguments[0]);
        if (command is null)
            throw new SyntaxException($"there is no command {arguments[0]}, only {NamesOf(commands)}.");
        ReadOnlySpan<string> words = arguments.AsSpan(1);
        if (!HelpText.IsAsked(words)) return command.Run(words);
        HelpText.Write(context.Output, Binary, command);
        return ExitCode.Ok;
    }

    static int WithoutCommand(CommandContext context, Command[] commands, string[] arguments)
    {
        if (HelpText.IsAsked(arguments)) HelpText.Write(context.Output, Binary, Description(context.Graph), commands);
        else if (arguments is ["--version"]) context.Output.WriteLine(BuildVersion.Text);
        else throw new SyntaxException($"say what to do: {NamesOf(commands)}.");
        return ExitCode.Ok;
    }

    static string Description(CompiledGraph graph) =>
        $"""
        The data plane of the graph "{graph.Name}": one executable that runs it, and shows what it does with a packet.
        Exit codes: 0 ok, 1 refused, 2 usage, 3 failed, 4 environment (the message says what mends it), 70 internal error.
        """;

    static Command[] Commands(CommandContext context) =>
    [
        RunCommand.Build(context), ReplayCommand.Build(context), ExplainCommand.Build(context), DescribeCommand.Build(context),
        StatsCommand.Build(context), QuarantineCommand.Build(context), BenchCommand.Build(context),
    ];

    static string NamesOf(Command[] commands) => string.Join(", ", Array.ConvertAll(commands, command => command.Name));

    /// <summary>As it was called.</summary>
    static string Binary => Path.GetFileName(Environment.GetCommandLineArgs()[0]);

    static int Explain(Exception error, CommandContext context, string[] arguments)
    {
        (int code, string message, string? fix) = error switch
        {
            SyntaxException => (ExitCode.Usage, error.Message, HelpOf(context, arguments)),
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

    static string HelpOf(CommandContext context, string[] arguments)
    {
        bool isCommand = arguments.Length > 0 && Array.Exists(Commands(context), command => command.Name == arguments[0]);
        return isCommand ? $"{Binary} {arguments[0]} --help" : $"{Binary} --help";
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
