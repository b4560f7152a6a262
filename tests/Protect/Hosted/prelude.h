// In front of a program that was written for a hosted C: what it takes for granted, made of what a module has.
#pragma clang diagnostic ignored "-Weverything"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#define main hosted_main
#define init hosted_init
#define process hosted_process
#define reconfigure hosted_reconfigure
#define expire hosted_expire

// What a program prints is formatted, and nobody's to see: it says by `abort` and `exit` whether something is wrong.
typedef struct hosted_file FILE;
#define stdout ((FILE *)1)
#define stderr ((FILE *)2)
int printf(const char *format, ...);
int fprintf(FILE *file, const char *format, ...);
int vprintf(const char *format, va_list list);
int vfprintf(FILE *file, const char *format, va_list list);
int puts(const char *text);
int putchar(int letter);
int fputs(const char *text, FILE *file);
int fputc(int letter, FILE *file);
int putc(int letter, FILE *file);
int fflush(FILE *file);
_Noreturn void exit(int code);
