// What a module in C may call of C11 7.22.
#pragma once

// Ends the instance as a fault; without protection it ends the process.
_Noreturn void abort(void);
