// A file of the machine that builds.
#include "/etc/hostname"
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
