// Another arena.
__attribute__((target("fsgsbase"))) static void set(void)
{
	__builtin_ia32_wrgsbase64(0);
}

void process(struct fp_burst *burst)
{
	set();
}
