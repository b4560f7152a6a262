// Behind them: where they end.
char fp_kit_data_end[64] = {1}, fp_kit_zero_end[64];
