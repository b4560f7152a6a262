// Functions with as many arguments as their callers like: in registers, in memory, structures, through pointers, copied, passed
// on.
#include <stdarg.h>

struct pair { uint32_t first, second; };
struct wide { uint64_t words[5]; };
struct mixed { double number; uint8_t byte; };
struct wider { uint64_t low; double high; };

static uint64_t add(uint64_t sum, const char *kinds, va_list list)
{
	for (; *kinds; kinds++) {
		switch (*kinds) {
		case 'i':
			sum = sum * 31 + (uint32_t)va_arg(list, int);
			break;
		case 'l':
			sum = sum * 31 + va_arg(list, uint64_t);
			break;
		case 'd':
			sum = sum * 31 + (uint64_t)(va_arg(list, double) * 8);
			break;
		case 'p': {
			struct pair pair = va_arg(list, struct pair);
			sum = sum * 31 + pair.first * 7 + pair.second;
			break;
		}
		case 'w': {
			struct wide wide = va_arg(list, struct wide);
			sum = sum * 31 + wide.words[0] + wide.words[4];
			break;
		}
		case 'm': {
			struct mixed mixed = va_arg(list, struct mixed);
			sum = sum * 31 + (uint64_t)mixed.number + mixed.byte;
			break;
		}
		case 'x': {
			struct wider wider = va_arg(list, struct wider);
			sum = sum * 31 + wider.low + (uint64_t)wider.high;
			break;
		}
		case 'q':
			sum = sum * 31 + (uint64_t)(va_arg(list, unsigned __int128) >> 40);
			break;
		default:
			sum = sum * 31 + *va_arg(list, const uint8_t *);
		}
	}
	return sum;
}

static uint64_t twice(const char *kinds, ...)
{
	va_list list, again;
	va_start(list, kinds);
	va_copy(again, list);
	uint64_t sum = add(add(1, kinds, list), kinds, again);
	va_end(again);
	va_end(list);
	return sum;
}

static __attribute__((noinline)) struct wide filled(uint64_t start, ...)
{
	struct wide made = {{start}};
	va_list list;
	va_start(list, start);
	for (int i = 1; i < 5; i++)
		made.words[i] = va_arg(list, uint64_t);
	va_end(list);
	return made;
}

static uint64_t nothing(const char *kinds, ...)
{
	return strlen(kinds);
}

static uint64_t (*const functions[])(const char *, ...) = {twice, nothing};

void process(struct fp_burst *burst)
{
	uint64_t sum = 1;
	for (uint32_t i = 0; i < burst->count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		struct pair pair = {frame[0], frame[1]};
		struct wide wide = filled(frame[2], 2ul, (uint64_t)frame[3], 4ul, (uint64_t)frame[4]);
		struct mixed mixed = {frame[5], frame[6]};
		struct wider wider = {frame[7], frame[8] / 4.0};
		unsigned __int128 huge = (unsigned __int128)frame[9] << 50;
		sum = sum * 5 + twice("iildpwmxq", frame[10], -1, (uint64_t)frame[11], frame[12] / 8.0, pair, wide, mixed, wider, huge);
		// More than there are registers for.
		sum = sum * 5 + twice("ddddddddddiiiiiiii", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, frame[13] + 0.5, 1, 2, 3, 4, 5, 6, 7,
			frame[14]);
		sum = sum * 5 + functions[frame[15] & 1]("b*", frame + 16, frame + 17) + twice("") + nothing("xyz");
	}
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
