// C11 7.2 for modules: what is asserted and wrong ends the instance as a fault (`abort`).
#undef assert
#ifdef NDEBUG
#define assert(holds) ((void)0)
#else
#include <stdlib.h>
#define assert(holds) ((holds) ? (void)0 : abort())
#endif
#ifndef static_assert
#define static_assert _Static_assert
#endif
