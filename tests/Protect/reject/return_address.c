// An address of the host.
void process(struct fp_burst *burst)
{
	memcpy(fp_packet(burst, 0), &(void *){__builtin_return_address(0)}, 8);
}
