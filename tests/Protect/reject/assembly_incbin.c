// A file of the machine that builds.
__asm__(".section .rodata\n.incbin \"/etc/hostname\"");

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
