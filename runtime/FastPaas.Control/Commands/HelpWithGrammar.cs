using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;
using FastPaas.Control.Explain;

namespace FastPaas.Control.Commands;

/// <summary>The usual help; that of <c>explain</c> ends with how a packet is written.</summary>
sealed class HelpWithGrammar(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithGrammar((SynchronousCommandLineAction)help.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command.Name == ExplainCommand.Name)
            parseResult.InvocationConfiguration.Output.WriteLine(PacketText.Grammar);
        return code;
    }
}
