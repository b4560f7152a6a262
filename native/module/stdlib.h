// What a module in C may call of C11 7.22. Memory comes from the instance's heap, the one of fp_alloc, and goes back to it.
#pragma once

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7fffffff

// Ends the instance as a fault; without protection it ends the process.
_Noreturn void abort(void);

// Constant time each; NULL, and ENOMEM: the heap is full. Aligned to 16 bytes.
void *malloc(size_t bytes) __attribute__((malloc, alloc_size(1)));
void *calloc(size_t count, size_t bytes) __attribute__((malloc, alloc_size(1, 2)));
void *realloc(void *block, size_t bytes) __attribute__((alloc_size(2)));
void *aligned_alloc(size_t alignment, size_t bytes) __attribute__((malloc, alloc_size(2)));
void free(void *block);

// At most n log n comparisons, no recursion and no memory; not stable.
void qsort(void *items, size_t count, size_t bytes, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *items, size_t count, size_t bytes, int (*compare)(const void *, const void *));

long strtol(const char *restrict text, char **restrict end, int base);
long long strtoll(const char *restrict text, char **restrict end, int base);
unsigned long strtoul(const char *restrict text, char **restrict end, int base);
unsigned long long strtoull(const char *restrict text, char **restrict end, int base);
int atoi(const char *text);
long atol(const char *text);
long long atoll(const char *text);

// The same numbers in every instance that begins: for tests and sampling, not for secrets.
int rand(void);
void srand(unsigned seed);

typedef struct { int quot, rem; } div_t;
typedef struct { long quot, rem; } ldiv_t;
typedef struct { long long quot, rem; } lldiv_t;

static inline int abs(int number) { return number < 0 ? -number : number; }
static inline long labs(long number) { return number < 0 ? -number : number; }
static inline long long llabs(long long number) { return number < 0 ? -number : number; }
static inline div_t div(int number, int by) { return (div_t){number / by, number % by}; }
static inline ldiv_t ldiv(long number, long by) { return (ldiv_t){number / by, number % by}; }
static inline lldiv_t lldiv(long long number, long long by) { return (lldiv_t){number / by, number % by}; }
