// A symbol that may be the host's.
extern int environ_of_host(void) __attribute__((weak));

void process(struct fp_burst *burst)
{
	if (environ_of_host)
		burst->verdicts[0] = (uint8_t)environ_of_host();
}
