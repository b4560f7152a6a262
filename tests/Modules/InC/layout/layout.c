// Writes where the compiler puts what C# also lays out.
void process(struct fp_burst *burst)
{
	const uint32_t offsets[] = {
		offsetof(struct fp_burst, now_cycles), offsetof(struct fp_burst, state), offsetof(struct fp_burst, count),
		offsetof(struct fp_burst, packets), offsetof(struct fp_burst, beyond), offsetof(struct fp_burst, verdicts),
		offsetof(struct fp_burst, bases), sizeof(struct fp_burst),
		offsetof(struct fp_heap, cycles_per_second), offsetof(struct fp_heap, lcore), offsetof(struct fp_heap, lcores),
		offsetof(struct fp_heap, next), offsetof(struct fp_heap, end), offsetof(struct fp_heap, shared_next),
		offsetof(struct fp_heap, shared_end), sizeof(struct fp_heap),
		offsetof(struct fp_module, config_bytes), offsetof(struct fp_module, outputs), offsetof(struct fp_module, init),
		offsetof(struct fp_module, process), offsetof(struct fp_module, reconfigure), offsetof(struct fp_module, expire),
		offsetof(struct fp_module, protection), offsetof(struct fp_module, constant_bytes),
		offsetof(struct fp_module, initialised_bytes), offsetof(struct fp_module, globals_bytes),
		offsetof(struct fp_module, image), offsetof(struct fp_module, text_start), offsetof(struct fp_module, text_end),
		offsetof(struct fp_module, constants_start), offsetof(struct fp_module, constants_end),
		offsetof(struct fp_module, certificate), offsetof(struct fp_module, line_count),
		offsetof(struct fp_module, lines), offsetof(struct fp_module, files), sizeof(struct fp_module),
	};
	memcpy(fp_packet(burst, 0), offsets, sizeof(offsets));
}
