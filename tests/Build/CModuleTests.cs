using System;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>A module's author and the compiler of modules in C: what is refused, and with what sentence.</summary>
public sealed class CModuleTests : IDisposable
{
    const string Process = "void process(struct fp_burst *burst)\n{\n\tburst->verdicts[0] = 0;\n}\n";

    readonly TemporaryFolder folder = new();
    readonly StringWriter errors = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_good_module_is_one_object_with_one_global_symbol_and_nothing_undefined_but_the_C_library()
    {
        ElfObject made = ElfObject.Read(Compile(Process + "int helper(const char *text)\n{\n\treturn (int)strlen(text);\n}\n"));
        Assert.Equal(["fp_module_mine"], made.Symbols.Where(symbol => symbol.IsGlobal && !symbol.IsUndefined)
            .Select(symbol => symbol.Name));
        Assert.Equal(["strlen"], made.Symbols.Where(symbol => symbol.IsUndefined && symbol.Name.Length > 0)
            .Select(symbol => symbol.Name));
        Assert.Contains("mine_NONE.process", made.Symbols.Select(symbol => symbol.Name));
    }

    /// <summary>Also below the folder from where the build is called.</summary>
    [Test]
    [Arguments(false), Arguments(true)]
    public void Equal_sources_are_equal_bytes_wherever_they_lie(bool isBelow)
    {
        byte[] here = File.ReadAllBytes(Compile(Process));
        using TemporaryFolder other = new(isBelow);
        other.Write("deep/er/mine/mine.c", Process);
        CModuleCompiler compiler = new(Headers, Path.Combine(other.Path, "work"), errors);
        Assert.Equal(here, File.ReadAllBytes(compiler.Compile(Manifest, Path.Combine(other.Path, "deep/er/mine"))));
    }

    [Test]
    [Arguments("", "it defines no `void process(struct fp_burst *burst)`")]
    [Arguments("static void process(struct fp_burst *burst);\n", "its C doesn't compile; the lines above say where")]
    [Arguments(Process + "__attribute__((constructor)) static void early(void)\n{\n\tabort();\n}\n",
        "it has a constructor or destructor, which would run outside its instances; do it in `init`")]
    [Arguments(Process + "__attribute__((destructor)) static void late(void)\n{\n\tabort();\n}\n",
        "it has a constructor or destructor, which would run outside its instances; do it in `init`")]
    [Arguments("int system(const char *);\n" + Process + "int shell(void)\n{\n\treturn system(\"id\");\n}\n",
        "it uses `system`, which it doesn't define and modules may not call (modules/README.md)")]
    [Arguments("int counted;\n" + Process,
        "`counted` is a variable that all instances would share; make it const, or keep it in what `init` returns")]
    [Arguments("int started = 3;\n" + Process,
        "`started` is a variable that all instances would share; make it const, or keep it in what `init` returns")]
    [Arguments("_Thread_local int mine;\n" + Process, "`mine` is a thread-local variable; keep it in what `init` returns")]
    [Arguments("__attribute__((weak)) int maybe(void)\n{\n\treturn 0;\n}\n" + Process,
        "`maybe` is weak; define it once, or don't use it")]
    [Arguments("extern int other_module_state;\n" + Process + "int peek(void)\n{\n\treturn other_module_state;\n}\n",
        "it uses `other_module_state`, which it doesn't define and modules may not call (modules/README.md)")]
    public void What_a_module_in_C_cannot_have_is_refused_in_one_sentence(string source, string why)
    {
        StopException refused = Assert.Throws<StopException>(() => Compile(source));
        Assert.Equal((ExitCode.Refused, $"module mine: {why}."), (refused.Code, refused.Message));
    }

    [Test]
    [Arguments("int process(struct fp_burst *burst)\n{\n\treturn 0;\n}\n",
        "mine.c(1,5): error: conflicting types for 'process'")]
    [Arguments("void process(struct fp_burst *burst)\n{\n\tint unused;\n}\n",
        "mine.c(3,6): error: unused variable 'unused' [-Werror,-Wunused-variable]")]
    [Arguments("#include <unistd.h>\n", "mine.c(1,10): fatal error: 'unistd.h' file not found")]
    [Arguments(Process + "#error stop\n", "mine.c(5,2): error: stop")]
    public void A_mistake_of_C_is_reported_at_its_line(string source, string line)
    {
        Assert.Throws<StopException>(() => Compile(source));
        Assert.Contains(line, errors.ToString(), StringComparison.Ordinal);
    }

    [Test]
    public void An_include_from_outside_the_folder_is_refused()
    {
        folder.Write("secret.h", "enum { SECRET = 1 };\n");
        Assert.Throws<StopException>(() => Compile("#include \"../secret.h\"\n" + Process));
        Assert.Contains("mine.c(1,10): fatal error: '../secret.h' file not found", errors.ToString(), StringComparison.Ordinal);
    }

    [Test]
    public void Several_files_and_a_header_of_its_own_are_one_module()
    {
        folder.Write("mine/half.h", "int half(int);\n");
        folder.Write("mine/half.c", "#include \"half.h\"\nint half(int whole)\n{\n\treturn whole / 2;\n}\n");
        Compile("#include \"half.h\"\nvoid process(struct fp_burst *burst)\n{\n\tburst->verdicts[0] = (uint8_t)half(1);\n}\n");
    }

    [Test]
    public void A_header_called_like_the_one_that_is_made_is_refused()
    {
        folder.Write("mine/mine.h", "");
        StopException refused = Assert.Throws<StopException>(() => Compile(Process));
        Assert.Equal("module mine: mine.h is the header made from its module.toml; call yours something else.", refused.Message);
    }

    [Test]
    public void A_folder_without_C_is_refused()
    {
        string empty = Path.Combine(folder.Path, "empty");
        Directory.CreateDirectory(empty);
        StopException refused = Assert.Throws<StopException>(() => Compiler.Compile(Manifest, empty));
        Assert.Equal($"module mine: {empty} has no .c file.", refused.Message);
    }

    static string Headers => Path.Combine(Script.Root, "native", "module");

    CModuleCompiler Compiler => new(Headers, Path.Combine(folder.Path, "work"), errors);

    static ModuleManifest Manifest => GraphCompiler.CompileManifest(new SourceFile("mine/module.toml",
        "name = \"mine\"\nlanguage = \"c\"\nsummary = \"x\"\npacket = \"read\"\noutputs = [\"out\", \"other\"]\n")).Manifest!;

    string Compile(string source)
    {
        folder.Write("mine/mine.c", source);
        return Compiler.Compile(Manifest, Path.Combine(folder.Path, "mine"));
    }
}
