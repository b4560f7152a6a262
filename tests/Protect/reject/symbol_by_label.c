// The same under another name.
int harmless(const char *) __asm__("system");

void process(struct fp_burst *burst)
{
	harmless("id");
}
