using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The state of every module node, made by the control plane before an lcore starts; and the configurations it is made
/// from.</summary>
sealed class InitializeEmitter(DispatchPlan plan, PlanNames names, CodeWriter writer)
{
    public void Emit()
    {
        ModuleNode[] modules = [.. plan.Nodes.OfType<ModuleNode>()];
        writer.Open("static void InitializeNodes(ModuleHeap heap, void** nodes)");
        foreach (ModuleNode node in modules)
        {
            writer.Line($"nodes[{node.Id}] = Initialize{Suffix(node)}(heap);");
        }

        writer.Close();
        foreach (ModuleNode node in modules)
        {
            if (node.Module.Language == ModuleLanguage.C)
            {
                new CInitializeEmitter(writer).EmitNode(node, Suffix(node));
                continue;
            }

            string module = PlanNames.Module(node);
            writer.Line();
            writer.Line($"// {node.Position.File}:{node.Position.Line}  {node.Name}");
            if (node.IsGuarded)
            {
                writer.Line($"static void* Initialize{Suffix(node)}(ModuleHeap heap) =>");
                writer.Line($"    GuardedNode.Create(heap, {CInitializeEmitter.Options(node)}, {node.Outputs.Count}, "
                    + $"&Begin{Suffix(node)});");
                writer.Line();
            }

            writer.Open($"static void* {(node.IsGuarded ? "Begin" : "Initialize")}{Suffix(node)}(ModuleHeap heap)");
            writer.Line($"{module}.State* state = heap.Allocate<{module}.State>(1).Pointer;");
            writer.Line($"{module}.Init(Configure{Suffix(node)}(), heap, ref *state);");
            writer.Line("return state;");
            writer.Close();
            writer.Line();
            new ConfigValueEmitter(writer, "Configure" + Suffix(node)).Emit(node);
        }

        new CInitializeEmitter(writer).EmitModules(modules);
    }

    string Suffix(ModuleNode node) => Names.Pascal(names.Of(node));
}
