// A file of the machine that builds.
static const uint8_t secret[] = {
#embed "/etc/hostname"
};

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = secret[0];
}
