// A function of the system.
int system(const char *);

void process(struct fp_burst *burst)
{
	system("id");
}
