// As many arguments as the caller likes.
#include <stdarg.h>

static int sum(int count, ...)
{
	va_list list;
	va_start(list, count);
	int made = va_arg(list, int);
	va_end(list);
	return made;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)sum(1, 2);
}
