namespace FastPaas.Graph.Model.Keys;

/// <summary>The tables that only the operator's graph.toml has.</summary>
public static class OperatorKeys
{
    public static TableInfo Port { get; } = new("port", "[port.<name>]",
    [
        new("device", KeyType.Text,
            "a DPDK device, `net_pcap0,rx_pcap=in.pcap` or a PCI address; `--port <name>=` replaces it at run time")
        {
            Required = true, Example = "\"net_null0\"",
        },
        new("queues", KeyType.Integer, "receive and send queues") { Min = 1, Max = 64, Default = "1", Unit = "queues" },
        new("mtu_bytes", KeyType.Integer, "longest payload of a frame, its Ethernet header and tags not counted")
        {
            Min = 68, Max = 65_000, Default = "the device's", Unit = "bytes",
        },
        new("next", KeyType.Target,
            "where received packets go: a node, a port or `\"tenants\"`; without it nothing is received here")
        {
            Example = "\"<node or port>\"",
        },
        new("steering", KeyType.Choice, "flow rules in the NIC; `required`: no fall back to software")
        {
            Choices = ["auto", "off", "required"], Default = "\"auto\"",
            Since = Capability.Steering, NotBuilt = NotBuiltAs.Warning,
        },
        new("dma_without_iommu", KeyType.Boolean, "let a NIC without an IOMMU reach tenants' pools")
        {
            Default = "false", Since = Capability.Protection, NotBuilt = NotBuiltAs.Error,
        },
    ]);

    public static TableInfo TenantLimits { get; } = new("limits", "[tenant.<name>.limits]",
    [
        new("heap_bytes", KeyType.Integer, "heap of each of its instances of modules in C")
        {
            Min = 65_536, Max = 1L << 30, Default = "268435456", Unit = "bytes",
        },
        new("stack_bytes", KeyType.Integer, "stack of each of its module instances")
        {
            Min = 4_096, Max = 1L << 24, Default = "1048576", Unit = "bytes",
            Since = Capability.Protection, NotBuilt = NotBuiltAs.Warning,
        },
        new("flows", KeyType.Integer, "flows that its table keeps on an lcore")
        {
            Min = 64, Max = 1L << 26, Default = "65536", Unit = "flows",
            Since = Capability.State, NotBuilt = NotBuiltAs.Warning,
        },
        new("pool_packets", KeyType.Integer, "buffers of its packet pool")
        {
            Min = 64, Max = 1L << 22, Default = "4096", Unit = "packets",
            Since = Capability.Protection, NotBuilt = NotBuiltAs.Warning,
        },
        new("backlog_packets", KeyType.Integer, "its queue on an lcore; beyond it packets drop as `tenant_backlog`")
        {
            Min = 64, Max = 1L << 20, Default = "1024", Unit = "packets",
        },
    ]);

    public static TableInfo Shares { get; } = new("shares", "[tenant.<name>.shares]", [],
        new KeyInfo("<node>", KeyType.Table, "an operator's node, and the tenant's state fields that it may use")
        {
            Table = new TableInfo("share", "[tenant.<name>.shares.<node>]", [],
                new KeyInfo("<module>", KeyType.Table, "a module of the tenant's")
                {
                    Table = new TableInfo("shared_fields", "[tenant.<name>.shares.<node>.<module>]", [], GraphKeys.StateField),
                }),
        });

    /// <summary>Time-outs of flows without packets; RFC 5382, 4787 and 5508 for the defaults.</summary>
    public static TableInfo State { get; } = new("state", "[state]",
    [
        Timeout("tcp_opening_timeout_seconds", "TCP before both sides have answered", 240),
        Timeout("tcp_established_timeout_seconds", "an open TCP connection", 7_440),
        Timeout("tcp_closing_timeout_seconds", "TCP after FIN or RST", 240),
        Timeout("udp_timeout_seconds", "UDP", 300),
        Timeout("icmp_timeout_seconds", "ICMP queries", 60),
        Timeout("other_timeout_seconds", "other protocols", 60),
        new("replicate", KeyType.Choice, "`burst`: a burst leaves when its state changes are on the replica")
        {
            Choices = ["off", "burst"], Default = "\"off\"",
        },
    ]);

    public static TableInfo Tenant { get; } = new("tenant", "[tenant.<name>]",
    [
        new("match", KeyType.Match, "which packets are the tenant's; no packet may be two tenants'")
        {
            Required = true, Example = "\"vlan.id == 100\"",
        },
        new("graph", KeyType.Text, "the tenant's file, in the graph's folder") { Required = true, Example = "\"blue.toml\"" },
        new("next", KeyType.Target, "where its `\"out\"` leads: a port or an operator's node")
        {
            Required = true, Example = "\"<node or port>\"",
        },
        new("weight", KeyType.Integer, "share of an lcore's cycles, relative to the other tenants'")
        {
            Min = 1, Max = 1_000, Default = "1",
        },
        new("limits", KeyType.Table, "what it can use at most")
        {
            Table = TenantLimits,
        },
        new("state", KeyType.Table, "time-outs of its flows, instead of the graph's")
        {
            Table = State, Since = Capability.State, NotBuilt = NotBuiltAs.Warning,
        },
        new("shares", KeyType.Table, "operator's nodes that may use its state fields")
        {
            Table = Shares, Since = Capability.State, NotBuilt = NotBuiltAs.Error,
        },
        new("steer", KeyType.Boolean, "ask the NIC for queues of its own")
        {
            Default = "false", Since = Capability.Steering, NotBuilt = NotBuiltAs.Warning,
        },
        new("access", KeyType.Table, "who may read and change what is the tenant's at run time")
        {
            Table = GraphKeys.ObjectAccess, Since = Capability.AccessControl, NotBuilt = NotBuiltAs.Warning,
        },
    ]);

    public static TableInfo Lcores { get; } = new("lcores", "[lcores]",
    [
        new("workers", KeyType.Integer, "lcores that run the graph; `worker_cpus` says it too")
        {
            Min = 1, Max = Limits.WorkersMax, Default = "1", Unit = "lcores",
        },
        new("worker_cpus", KeyType.Integers, "their CPUs, one a worker; packets wait where two have the same")
        {
            Max = 4_095, Default = "the last that the process may use",
        },
        new("control_cpu", KeyType.Integer, "the control core's CPU")
        {
            Max = 4_095, Default = "the first that has no worker",
        },
    ]);

    public static TableInfo Scheduler { get; } = new("scheduler", "[scheduler]",
    [
        new("burst_us", KeyType.Integer, "longest turn of one tenant") { Min = 1, Max = 1_000, Default = "20", Unit = "us" },
        new("rebalance_ms", KeyType.Integer, "how often flow buckets may move between lcores")
        {
            Min = 1, Max = 60_000, Default = "20", Unit = "ms",
            Since = Capability.Scheduling, NotBuilt = NotBuiltAs.Warning,
        },
    ]);

    public static TableInfo TenantIdentities { get; } = new("access_tenants", "[access.tenant]", [],
        new KeyInfo("<tenant>", KeyType.Texts, "identities that have the role `tenant:<tenant>`"));

    public static TableInfo Permissions { get; } = new("permissions", "[access.permissions]",
    [
        Permission("counters"), Permission("traces"), Permission("captures"), Permission("state"),
        Permission("configuration"), Permission("weights"), Permission("quarantine"),
    ]);

    public static TableInfo Access { get; } = new("access", "[access]",
    [
        new("operator", KeyType.Texts, "identities: `uid:<number>`, `gid:<number>`, `certificate:<subject>`, `token:<SHA-256>`")
        {
            Default = "[\"uid:0\"]",
        },
        new("viewer", KeyType.Texts, "identities") { Default = "[]" },
        new("tenant", KeyType.Table, "`[access.tenant]`: identities of tenants") { Table = TenantIdentities },
        new("permissions", KeyType.Table, "what roles may do by default") { Table = Permissions },
    ]);

    public static TableInfo Http { get; } = new("http", "[http]",
    [
        new("listen", KeyType.Text, "address and port") { Default = "\"127.0.0.1:9184\"" },
        new("certificate_file", KeyType.Text, "TLS, wanted unless `listen` is loopback"),
        new("private_key_file", KeyType.Text, "TLS"),
        new("client_certificates_file", KeyType.Text, "authorities of client certificates"),
    ]);

    public static TableInfo Graph { get; } = new("graph", "graph.toml",
    [
        new("schema", KeyType.Integer, "version of this language") { Min = 1, Max = 1, Required = true },
        new("name", KeyType.Name, "names the generated class and the instance") { Required = true, Example = "\"edge\"" },
        new("burst", KeyType.Integer, "packets per receive call: 32, or 64 for graphs bound by table misses")
        {
            Min = 32, Max = 64, Step = 32, Default = "32", Unit = "packets",
        },
        new("port", KeyType.Table, "`[port.<name>]`: devices that packets enter and leave by")
        {
            Required = true,
            Table = new TableInfo("ports", "[port]", [], new KeyInfo("<name>", KeyType.Table, "a port") { Table = Port })
            {
                AtLeastOne = true,
            },
        },
        new("node", KeyType.Table, "`[node.<name>]`: the operator's nodes") { Table = GraphKeys.Nodes },
        new("tenant", KeyType.Table, "`[tenant.<name>]`")
        {
            Table = new TableInfo("tenants", "[tenant]", [], new KeyInfo("<name>", KeyType.Table, "a tenant") { Table = Tenant }),
        },
        NotBuiltTable("state", "time-outs of flows, replication", State, Capability.State),
        new("lcores", KeyType.Table, "which CPUs do what; `run --lcores` goes first") { Table = Lcores },
        new("scheduler", KeyType.Table, "fair queueing over tenants") { Table = Scheduler },
        NotBuiltTable("access", "who has which role, what a role may do", Access, Capability.AccessControl),
        NotBuiltTable("http", "the dashboard and `/metrics`", Http, Capability.Http),
    ]);

    static KeyInfo Timeout(string name, string meaning, int seconds) =>
        new(name, KeyType.Integer, meaning) { Min = 1, Max = 604_800, Default = seconds.ToString(), Unit = "seconds" };

    static KeyInfo Permission(string name) =>
        new(name, KeyType.Table, "roles that may read and change them") { Table = GraphKeys.ObjectAccess };

    static KeyInfo NotBuiltTable(string name, string meaning, TableInfo table, Capability since) =>
        new(name, KeyType.Table, meaning) { Table = table, Since = since, NotBuilt = NotBuiltAs.Warning };
}
