using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FastPaas.Workload;

namespace FastPaas.Macro;

/// <summary>What the C sides look up in, from the same generators as the graphs' configuration.</summary>
static unsafe class Tables
{
    /// <param name="graphs">Only what these need: a table takes seconds to build.</param>
    public static void Fill(IEnumerable<string> graphs)
    {
        foreach (string graph in graphs)
        {
            if (graph == "acl_10k") SetAcl(AclRule.Generate(10_000));
        }
    }

    static void SetAcl(AclRule[] rules)
    {
        // Never freed: C keeps them.
        var kept = (AclRule*)NativeMemory.Alloc((nuint)(rules.Length * sizeof(AclRule)));
        rules.CopyTo(new Span<AclRule>(kept, rules.Length));
        if (Native.SetAcl(kept, (uint)rules.Length) == 0) throw new InvalidOperationException("rte_acl takes no more rules");
    }
}
