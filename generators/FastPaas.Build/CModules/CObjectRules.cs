using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace FastPaas.Build.CModules;

/// <summary>What a C module's objects may contain: functions, constants, and calls to what modules may call.</summary>
static partial class CObjectRules
{
    const uint InitArray = 14, FiniArray = 15, PreinitArray = 16;
    /// <summary>SHT_LLVM_LINKER_OPTIONS, SHT_LLVM_DEPENDENT_LIBRARIES: orders to the linker.</summary>
    const uint LinkerOptions = 0x6fff4c01, Libraries = 0x6fff4c04;
    const ulong Write = 1, Allocated = 2, ThreadLocal = 0x400;
    const int Weak = 2, Section = 3, File = 4, IndirectFunction = 10, Common = 0xfff2;

    /// <summary>What native/module's headers declare, here the system's own, and what the compiler makes of loops.</summary>
    public static readonly IReadOnlySet<string> MayCall = new HashSet<string>(StringComparer.Ordinal)
    {
        "memcpy", "memmove", "memset", "memcmp", "bcmp", "memchr", "memrchr", "mempcpy", "memccpy",
        "strlen", "strnlen", "strcmp", "strncmp", "strcasecmp", "strncasecmp", "strchr", "strrchr", "strstr", "strspn", "strcspn",
        "strpbrk", "strtok", "strtok_r", "strcpy", "strncpy", "stpcpy", "stpncpy", "strcat", "strncat", "strdup", "strndup",
        "malloc", "calloc", "realloc", "aligned_alloc", "free", "qsort", "bsearch",
        "strtol", "strtoll", "strtoul", "strtoull", "atoi", "atol", "atoll", "rand", "srand",
        "snprintf", "vsnprintf", "sprintf", "vsprintf", "__errno_location",
        "abort", "_GLOBAL_OFFSET_TABLE_",
    };

    static readonly string[] Constructors = [".init", ".fini", ".ctors", ".dtors", ".preinit"];

    /// <summary>What is wrong with a module made of these objects, a sentence each; none: nothing.</summary>
    /// <param name="mayKeepVariables">There is but one instance: it has the variables for itself.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<ElfObject> objects, bool mayKeepVariables)
    {
        List<string> wrong = [];
        foreach (ElfObject each in objects)
            wrong.AddRange(each.Sections.SelectMany(section => Check(each, section, mayKeepVariables)));
        ElfSymbolEntry[] symbols = [.. objects.SelectMany(each => each.Symbols)];
        HashSet<string> own = [.. symbols.Where(symbol => !symbol.IsUndefined && symbol.IsGlobal).Select(symbol => symbol.Name)];
        foreach (ElfSymbolEntry symbol in symbols.Where(symbol => symbol.Kind is not (Section or File)))
        {
            if (!Readable().IsMatch(symbol.Name)) wrong.Add($"its symbol \"{symbol.Name}\" has no name of C");
            else if (symbol.Binding == Weak) wrong.Add($"`{symbol.Name}` is weak; define it once, or don't use it");
            else if (symbol.Kind == IndirectFunction) wrong.Add($"`{symbol.Name}` is chosen at load time (ifunc); write one");
            else if (symbol.Section == Common && !mayKeepVariables) wrong.Add(Variable(symbol.Name));
            else if (symbol.IsUndefined && !own.Contains(symbol.Name) && !MayCall.Contains(symbol.Name))
                wrong.Add($"it uses `{symbol.Name}`, which it doesn't define and modules may not call (modules/README.md)");
        }
        if (!own.Contains("process")) wrong.Add("it defines no `void process(struct fp_burst *burst)`");
        return [.. wrong.Distinct()];
    }

    static IEnumerable<string> Check(ElfObject file, ElfSection section, bool mayKeepVariables)
    {
        bool runsEarly = section.Type is InitArray or FiniArray or PreinitArray
            || Constructors.Any(name => section.Name.StartsWith(name, StringComparison.Ordinal));
        if (section.Type is LinkerOptions or Libraries)
            yield return "it has orders for the linker (#pragma comment), which modules can't give";
        if (runsEarly)
        {
            yield return "it has a constructor or destructor, which would run outside its instances; do it in `init`";
        }
        else if ((section.Flags & (Write | Allocated)) == (Write | Allocated) && section.Bytes > 0
            && !section.Name.StartsWith(".data.rel.ro", StringComparison.Ordinal)
            && !(mayKeepVariables && (section.Flags & ThreadLocal) == 0))
        {
            int index = file.Sections.ToList().IndexOf(section);
            string name = file.Symbols.FirstOrDefault(symbol => symbol.Section == index && symbol.Kind != Section)?.Name
                ?? section.Name;
            yield return (section.Flags & ThreadLocal) != 0
                ? $"`{name}` is a thread-local variable; keep it in what `init` returns" : Variable(name);
        }
    }

    static string Variable(string name) =>
        $"`{name}` is a variable that all instances would share; make it const, or keep it in what `init` returns";

    [GeneratedRegex(@"\A[A-Za-z_.$][A-Za-z0-9_.$]*\z")]
    private static partial Regex Readable();
}
