// C11 7.5 for modules: what strtol and the allocator leave there. Each instance has its own.
#pragma once

#ifdef FP_PROTECTED
int *fp_errno(void);
#define errno (*fp_errno())
#else
int *__errno_location(void);
#define errno (*__errno_location())
#endif

#define EPERM 1
#define ENOENT 2
#define ENOMEM 12
#define EEXIST 17
#define EINVAL 22
#define ENOSPC 28
#define EDOM 33
#define ERANGE 34
#define EOVERFLOW 75
#define EILSEQ 84
