// What clang calls for products of 128 bits, which WebAssembly hasn't got: compiler-rt's name, for the module's side.
#include <stdint.h>

typedef unsigned __int128 wide;

wide __multi3(wide left, wide right);

wide __multi3(wide left, wide right)
{
	uint64_t a = (uint64_t)left, b = (uint64_t)right;
	uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX);
	uint64_t middle = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
	uint64_t other = (a & UINT32_MAX) * (b >> 32) + (middle & UINT32_MAX);
	uint64_t high = (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
	high += (uint64_t)(left >> 64) * b + a * (uint64_t)(right >> 64);
	return (wide)high << 64 | other << 32 | (low & UINT32_MAX);
}
