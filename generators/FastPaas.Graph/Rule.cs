using System.Collections.Generic;

namespace FastPaas.Graph;

/// <summary>The kinds of mistake that the front end reports, by id. TOML's own (FP0001) and those of match expressions (FP03xx)
/// are made beside their parsers; C# module rules (FP05xx) by the analyzer.</summary>
public static class Rule
{
    public const string UnknownKey = "FP0101";
    public const string MissingKey = "FP0102";
    public const string WrongType = "FP0103";
    public const string BadValue = "FP0104";
    public const string OperatorOnly = "FP0105";
    public const string BadName = "FP0106";
    public const string MisplacedKey = "FP0107";
    public const string KeysContradict = "FP0108";

    public const string UnknownTarget = "FP0201";
    public const string UnknownModule = "FP0202";
    public const string Cycle = "FP0203";
    public const string Unreachable = "FP0204";
    public const string OutputMissing = "FP0205";
    public const string OutputUnknown = "FP0206";
    public const string BranchNotTotal = "FP0207";
    public const string RuleNeverTried = "FP0208";
    public const string MandatoryBypassed = "FP0209";
    public const string UnknownPort = "FP0210";
    public const string NameTwice = "FP0211";
    public const string DeviceTwice = "FP0212";
    public const string PortUnused = "FP0213";
    public const string TargetNotAllowed = "FP0214";
    public const string TenantFileMissing = "FP0215";
    public const string TenantsUnused = "FP0216";
    public const string TenantsOverlap = "FP0217";

    public const string ManifestContradiction = "FP0401";
    public const string ModuleTwice = "FP0402";
    public const string ConfigKeyUnknown = "FP0403";
    public const string ConfigKeyMissing = "FP0404";
    public const string ConfigValueBad = "FP0405";
    public const string ListFileMissing = "FP0406";
    public const string ListLineBad = "FP0407";

    public const string FileTooLarge = "FP0601";
    public const string TooMany = "FP0602";
    public const string TooCostly = "FP0603";
    public const string TooMuchGrowth = "FP0604";

    public const string NotBuilt = "FP0900";

    /// <summary>Every rule and its one-line meaning, in the order of ids: the list of graphs/SCHEMA.md.</summary>
    public static IReadOnlyList<(string Id, string Meaning)> All { get; } =
    [
        ("FP0001", "the file isn't TOML 1.0, or not UTF-8"),
        (UnknownKey, "a key that isn't in the tables of this file"),
        (MissingKey, "a required key is missing"),
        (WrongType, "a value of the wrong TOML type"),
        (BadValue, "a value out of its range or choices, or not in its form"),
        (OperatorOnly, "a tenant's file sets what only the operator's graph.toml may"),
        (BadName, "a name that isn't `[a-z][a-z0-9_]*`, too long, or reserved"),
        (MisplacedKey, "a key that this kind of node or port can't have"),
        (KeysContradict, "two keys of one table contradict each other"),
        (UnknownTarget, "`next`, `to` or `entry` names nothing that exists"),
        (UnknownModule, "`module` names no module"),
        (Cycle, "packets could go round"),
        (Unreachable, "a node that nothing leads to"),
        (OutputMissing, "an output of a module leads nowhere"),
        (OutputUnknown, "`next` maps an output that the module doesn't have"),
        (BranchNotTotal, "the last rule of a branch has a condition"),
        (RuleNeverTried, "a rule behind one that always matches; a warning: one that no packet can reach"),
        (MandatoryBypassed, "a path around a mandatory node, by quarantine too, or one from a port that receives nothing"),
        (UnknownPort, "`mandatory` names a port that doesn't exist"),
        (NameTwice, "a port and a node with one name"),
        (DeviceTwice, "two ports on one device, or on one member of a bond"),
        (PortUnused, "a port that neither receives nor sends"),
        (TargetNotAllowed, "a target that exists, but not for this file"),
        (TenantFileMissing, "a tenant's `graph` names no file of the graph's folder"),
        (TenantsUnused, "tenants without \"tenants\", or the other way round"),
        (TenantsOverlap, "a packet that is two tenants'"),
        ("FP0301", "the grammar of a match expression"),
        ("FP0302", "a field that packets don't have"),
        ("FP0303", "a number too large for its field"),
        ("FP0304", "a value or prefix length of another form than its field's"),
        ("FP0305", "bits set beyond a prefix's length"),
        ("FP0306", "a comparison that is never true"),
        ("FP0307", "an operator and a value that don't go together"),
        ("FP0308", "an expression or set that is too large"),
        (ManifestContradiction, "two keys of a manifest contradict each other"),
        (ModuleTwice, "two manifests with one name"),
        (ConfigKeyUnknown, "a configuration key that the module doesn't have"),
        (ConfigKeyMissing, "a configuration key without a default is missing"),
        (ConfigValueBad, "a configuration value that isn't what the manifest wants"),
        (ListFileMissing, "a list's file isn't in the graph's folder"),
        (ListLineBad, "a line of a list's file with more fields or fewer than the records have"),
        (FileTooLarge, "a TOML file over 1 MiB, a list's over 64 MiB"),
        (TooMany, "more of something than the limits allow"),
        (TooCostly, "a set of rules over the worst-case cost"),
        (TooMuchGrowth, "one packet that can become more packets than a burst has room for"),
        (NotBuilt, "a key or value that this build can't honour yet"),
    ];
}
