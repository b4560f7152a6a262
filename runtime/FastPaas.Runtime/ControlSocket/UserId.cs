using System.Runtime.InteropServices;

namespace FastPaas.Runtime.ControlSocket;

static partial class UserId
{
    public static uint Effective => GetEffective();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffective();
}
