using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace FastPaas;

/// <summary>A node whose module is in C# and may fail, on one lcore: its module is called behind a recovery point, and a fault
/// ends the call, not the process. Raw code but for what the control plane reads and writes.</summary>
/// <remarks>
/// The lcore that owns the node writes all but <see cref="IsQuarantined"/>, which it sets and the control plane clears. No C# of
/// an untrusted module reaches this memory: it names no pointer.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct GuardedNode
{
    /// <summary><c>fp_enter_managed</c>, or on threads of the runtime <see cref="Catch"/>.</summary>
    public delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault> Enter;
    public CInstance* Instance;
    /// <summary>The module's; made anew when it begins again.</summary>
    public void* State;
    /// <summary>By output: the lanes that the module sent there in the last call.</summary>
    public ulong* Answers;
    public int Outputs;
    /// <summary>Where packets go during a quarantine; -1: nowhere.</summary>
    public int BypassOutput;
    public int IsQuarantined;
    /// <summary>By kind, since the start.</summary>
    public ulong* Faults;
    /// <summary>Of the last fault; written before its counter.</summary>
    public CFault LastFault;
    public long LastAddress;
    public ulong LastInstruction;

    /// <summary>Makes an instance. Control plane.</summary>
    /// <param name="begin">Allocates the module's state and runs its <c>Init</c>: now, and whenever it begins again.</param>
    /// <exception cref="ModuleConfigurationException">The module refuses its configuration.</exception>
    public static GuardedNode* Create(
        ModuleHeap heap, CNodeOptions options, int outputs, delegate*<ModuleHeap, void*> begin)
    {
        GuardedNode* made = heap.Allocate<GuardedNode>(1).Pointer;
        made->Enter = &Catch;
        made->Instance = heap.Allocate<CInstance>(1).Pointer;
        made->Instance->BudgetNs = options.BudgetUs * 1_000ul;
        made->Answers = heap.Allocate<ulong>(outputs).Pointer;
        made->Outputs = outputs;
        made->BypassOutput = options.Quarantine == CQuarantine.Bypass ? options.BypassOutput : -1;
        made->Faults = heap.Allocate<ulong>(ConfinedNode.FaultKinds).Pointer;
        ModuleHeap own = heap.Part();
        made->State = begin(own);
        own.Close();
        heap.Arenas?.Guard(made, options, heap.Lcore, () =>
        {
            own.Clear();
            made->State = begin(own);
        });
        return made;
    }

    /// <summary>Calls the module once for all of its lanes, if it has any.</summary>
    /// <param name="call">Generated: calls <c>Process</c>, and then writes <see cref="Answers"/>.</param>
    /// <returns>The lanes that go on: all; or none, where the module failed or is in quarantine without another way.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong Run(
        LcoreContext* lcore, GuardedNode* node, ulong lanes, delegate*<LcoreContext*, GuardedNode*, ulong, void> call)
    {
        if (lanes == 0) return 0;
        if (Volatile.Read(ref node->IsQuarantined) != 0) return PassBy(node, lanes);
        node->Instance->Unbroken = &lcore->Unbroken;
        CFault fault = node->Enter(node->Instance, call, (ulong)lcore, (ulong)node, lanes);
        return fault == CFault.None ? lanes : Fail(node, fault);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static ulong Fail(GuardedNode* node, CFault fault)
    {
        Answer(node, -1, 0);
        node->LastFault = fault;
        node->LastAddress = node->Instance->FaultAddress;
        node->LastInstruction = node->Instance->FaultInstruction;
        ulong* counter = node->Faults + (uint)fault;
        Volatile.Write(ref *counter, *counter + 1);
        Volatile.Write(ref node->IsQuarantined, 1);
        return 0;
    }

    /// <summary>The module isn't called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static ulong PassBy(GuardedNode* node, ulong lanes)
    {
        Answer(node, node->BypassOutput, lanes);
        return node->BypassOutput < 0 ? 0 : lanes;
    }

    static void Answer(GuardedNode* node, int output, ulong lanes)
    {
        for (int i = 0; i < node->Outputs; i++) node->Answers[i] = i == output ? lanes : 0;
    }

    /// <summary>What <c>fp_enter_managed</c> does, for a thread of the runtime, which can throw there and catch here; it doesn't
    /// end a call that is endless.</summary>
    static CFault Catch(CInstance* instance, void* call, ulong lcore, ulong node, ulong lanes)
    {
        try
        {
            ((delegate*<LcoreContext*, GuardedNode*, ulong, void>)call)((LcoreContext*)lcore, (GuardedNode*)node, lanes);
            return CFault.None;
        }
        catch (Exception error)
        {
            return error switch
            {
                ArithmeticException => CFault.Division,
                NullReferenceException => CFault.Memory,
                _ => CFault.Index,
            };
        }
    }
}
