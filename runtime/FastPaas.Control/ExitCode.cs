namespace FastPaas.Control;

/// <summary>What every command of the binary ends with.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    /// <summary>What the user gave can't be used: a file, a packet, a configuration.</summary>
    public const int Refused = 1;
    /// <summary>The command line itself.</summary>
    public const int Usage = 2;
    /// <summary>The command worked and found something wrong: packets not conserved, mbufs leaked.</summary>
    public const int Failed = 3;
    /// <summary>This machine as it is; the message has the command that mends it.</summary>
    public const int Environment = 4;
    /// <summary>A bug of ours (EX_SOFTWARE of sysexits.h).</summary>
    public const int Internal = 70;
    /// <summary>Ctrl-C or SIGTERM before the end (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
