// In front of a module's objects, when they are joined: where its variables begin.
char fp_kit_data_start[64] = {1}, fp_kit_zero_start[64];
