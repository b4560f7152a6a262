// Wider than every machine does in one.
void process(struct fp_burst *burst)
{
	unsigned __int128 *wide = burst->state;
	__sync_fetch_and_add(wide, 1);
}
