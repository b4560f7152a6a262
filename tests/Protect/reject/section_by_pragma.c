// The same, said by a pragma.
#pragma clang section text = "fp_text_other"
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
