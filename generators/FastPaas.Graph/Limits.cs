namespace FastPaas.Graph;

/// <summary>The hard limits of the language: beyond one of them the answer is a readable error, never a slow build.</summary>
public static class Limits
{
    public const int FileBytesMax = 1 << 20;
    /// <summary>Mistakes listed at once.</summary>
    public const int MistakesMax = 1_000;
    public const int PortsMax = 64;
    /// <summary>Lcores that DPDK can start (RTE_MAX_LCORE of Debian's), less the control core.</summary>
    public const int WorkersMax = 127;
    /// <summary>Of the composed graph, the node "tenants" included.</summary>
    public const int NodesMax = 1_024;
    /// <summary>Outputs of the composed graph.</summary>
    public const int EdgesMax = 4_096;
    public const int TenantsMax = 1_000;
    public const int RulesMax = 256;
    /// <summary>Field comparisons that all rules of a branch, or all matches of tenants, take together.</summary>
    public const int RuleCostMax = 4_096;
    /// <summary>Pairs of a mandatory node and a port: lines of the certificate.</summary>
    public const int MandatoryPairsMax = 1_024;
    public const int NameLengthMax = 64;
    public const int TextLengthMax = 512;
    /// <summary>Packets that one received packet can become, with itself: bursts of 4 are left then.</summary>
    public const int GrowthMax = 16;
    public const int OutputsMax = 64;
    public const int ConfigKeysMax = 64;
    public const int EnumValuesMax = 256;
    public const int ListCountDefault = 1_024;
    public const int ListCountMax = 65_536;
    /// <summary>Of a list that stands in a file of its own.</summary>
    public const int ListFileRecordsMax = 1 << 20;
    /// <summary>Characters of a list's file: 64 for each record.</summary>
    public const int ListFileSizeMax = 1 << 26;
    public const int ConfigTextBytesMax = 4_096;
}
