// POSIX' strings.h for modules.
#include <ctype.h>
#include <strings.h>

int strncasecmp(const char *left, const char *right, size_t bytes_max)
{
	for (; bytes_max > 0; bytes_max--, left++, right++) {
		int a = tolower((unsigned char)*left), b = tolower((unsigned char)*right);
		if (a != b || !a)
			return a - b;
	}
	return 0;
}

int strcasecmp(const char *left, const char *right)
{
	return strncasecmp(left, right, (size_t)-1);
}
