// A jump out of functions.
void process(struct fp_burst *burst)
{
	static void *place[5];
	if (!__builtin_setjmp(place))
		__builtin_longjmp(place, 1);
	burst->verdicts[0] = 0;
}
