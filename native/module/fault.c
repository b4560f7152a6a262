// Faults of modules behind the gate: a signal inside a module becomes what its call of `fp_enter` returns, and a thread that
// watches the others' CPU time ends calls that don't end.
//
// The handler stands in front of the runtime's own (NativeAOT's, CoreCLR's in tests) and hands on what isn't a module's.
#define _GNU_SOURCE
#include "checks.h"
#include "fp_gate.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define ARENA(name, value) name = value,
enum arena {
#include "arena.def"
};
#undef ARENA

#define HIDDEN __attribute__((visibility("hidden")))

// gate.S has it.
extern void fp_gate_recover(void);

// By thread, for gate.S. The host's rsp isn't the instance's: finding that first would make the way out wait for three loads, one
// behind the other.
struct gate {
	struct fp_instance *inside;
	uint64_t host_stack;   // its rsp, while inside
	uint64_t arena;        // where gs is; 1: nowhere; 0: the thread isn't ready
};

_Static_assert(offsetof(struct gate, inside) == FP_GATE_INSIDE, "inside");
_Static_assert(offsetof(struct gate, host_stack) == FP_GATE_HOST_STACK, "host_stack");
_Static_assert(offsetof(struct gate, arena) == FP_GATE_ARENA, "arena");

HIDDEN __thread struct gate fp_gate __attribute__((tls_model("initial-exec")));
static __thread bool is_ready;

// Read by gate.S.
HIDDEN int fp_gate_has_wrgsbase;

enum {
	WATCHED_MAX = 256,
	WATCH_PERIOD_NS = 100000,
	SIGNAL_STACK_BYTES = 32768,
	PAGE_BYTES = 4096,
	WATCH_SIGNAL = 5,   // above SIGRTMIN, where the runtime has its own
};

// A thread that enters modules. `inside` is null where the slot is free.
struct watched {
	struct fp_instance *const volatile *inside;
	pid_t thread;
	clockid_t clock;
	void *signal_stack;   // ours, or null: the thread had one
	size_t signal_stack_bytes;
	// Of the watching thread: the call that it found at its last look, and the thread's CPU time at the first.
	const struct fp_instance *instance;
	uint64_t sequence;
	uint64_t since_ns;
};

static struct watched watched[WATCHED_MAX];
static pthread_mutex_t watched_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t thread_end;
static struct sigaction others[_NSIG];
static int watch_signal;

// --------------------------------------------------------------------------------------------------------------- the handler

// Whether the signal is about the call that this thread is in: raised by the kernel for an instruction of the module, or by
// `watch` for just this call.
static bool is_of_module(const struct fp_instance *inside, int signal, const siginfo_t *info, uint64_t instruction)
{
	// Code in C# calls functions of the host, in C# and not, and wherever they are they can be left, unless they say otherwise; the
	// gate too, whose way out can be gone twice.
	if (inside->unbroken) {
		if (*inside->unbroken)
			return false;
	}
	// In the gate it is on its way in, where `watch` will find it again, or out.
	else if (instruction < (uint64_t)inside->text_start || instruction >= (uint64_t)inside->text_end) {
		return false;
	}
	return signal == watch_signal ? __atomic_load_n(&inside->condemned, __ATOMIC_RELAXED) == inside->sequence
		: info->si_code > 0;
}

// As if only the other's handler had been installed: its signals blocked, ours not.
static void hand_on(int signal, siginfo_t *info, ucontext_t *context)
{
	const struct sigaction *other = &others[signal];
	sigset_t blocked = other->sa_mask;
	sigorset(&blocked, &blocked, &context->uc_sigmask);
	if (!(other->sa_flags & SA_NODEFER))
		sigaddset(&blocked, signal);
	pthread_sigmask(SIG_SETMASK, &blocked, NULL);
	if (other->sa_flags & SA_SIGINFO)
		other->sa_sigaction(signal, info, context);
	else if (other->sa_handler == SIG_DFL)
		sigaction(signal, other, NULL);   // the instruction runs again, and that is the end
	else if (other->sa_handler != SIG_IGN)
		other->sa_handler(signal);
}

static void on_signal(int signal, siginfo_t *info, void *interrupted)
{
	enum { DIRECTION = 0x400, TRAP = 0x100, NESTED = 0x4000, ALIGNMENT = 0x40000 };
	ucontext_t *context = interrupted;
	greg_t *registers = context->uc_mcontext.gregs;
	struct fp_instance *inside = fp_gate.inside;
	// A break point is reported behind its byte, which may be the module's last.
	uint64_t instruction = (uint64_t)registers[REG_RIP] - (signal == SIGTRAP);
	if (!inside || !is_of_module(inside, signal, info, instruction)) {
		if (signal != watch_signal)
			hand_on(signal, info, context);
		return;
	}
	inside->fault_instruction = instruction - (uint64_t)inside->text_start;
	fp_fault_tell(inside, info, registers, fp_gate.host_stack);
	if (signal == watch_signal)
		inside->fault = FP_FAULT_ENDLESS;
	registers[REG_RIP] = (greg_t)fp_gate_recover;
	// A signal that comes next finds the host's stack, not a module's that is full.
	registers[REG_RSP] = (greg_t)fp_gate.host_stack;
	registers[REG_EFL] &= ~(greg_t)(DIRECTION | TRAP | NESTED | ALIGNMENT);
}

void fp_gate_fail(uint32_t fault, const uint64_t *frame)
{
	enum { CALLER = 1 };
	struct fp_instance *inside = fp_gate.inside;
	if (!inside || !inside->unbroken || *inside->unbroken)
		return;
	bool is_frame = (uint64_t)frame > (uint64_t)__builtin_frame_address(0) && (uint64_t)(frame + CALLER) < fp_gate.host_stack
		&& !((uint64_t)frame & 7);
	inside->fault = fault;
	inside->fault_address = 0;
	inside->fault_instruction = is_frame ? frame[CALLER] - (uint64_t)inside->text_start : 0;
	fp_gate_recover();
}

static int install(void)
{
	struct sigaction ours = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
	// Nothing may interrupt it: a handler that did would resume the host with these signals blocked.
	sigfillset(&ours.sa_mask);
	watch_signal = SIGRTMIN + WATCH_SIGNAL;
	const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, watch_signal};
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (sigaction(signals[i], &ours, &others[signals[i]]))
			return -errno;
	}
	return 0;
}

// --------------------------------------------------------------------------------------------------- the thread that watches

static uint64_t nanoseconds(clockid_t clock)
{
	struct timespec time;
	if (clock_gettime(clock, &time))
		return 0;
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

// Wall time would end calls of threads that had no CPU.
static void look_at(struct watched *one)
{
	struct fp_instance *instance = __atomic_load_n(one->inside, __ATOMIC_ACQUIRE);
	if (!instance) {
		one->instance = NULL;
		return;
	}
	uint64_t sequence = __atomic_load_n(&instance->sequence, __ATOMIC_RELAXED);
	if (instance != one->instance || sequence != one->sequence) {
		one->instance = instance;
		one->sequence = sequence;
		one->since_ns = nanoseconds(one->clock);
		return;
	}
	if (nanoseconds(one->clock) - one->since_ns < instance->budget_ns)
		return;
	// The thread may be in another call by the time that the signal comes: then it isn't this sequence, and goes on.
	__atomic_store_n(&instance->condemned, sequence, __ATOMIC_RELAXED);
	syscall(SYS_tgkill, getpid(), one->thread, watch_signal);
}

static void *watch(void *argument)
{
	const struct timespec period = {.tv_nsec = WATCH_PERIOD_NS};
	(void)argument;
	for (;;) {
		nanosleep(&period, NULL);
		pthread_mutex_lock(&watched_lock);
		for (size_t i = 0; i < WATCHED_MAX; i++) {
			if (watched[i].inside)
				look_at(&watched[i]);
		}
		pthread_mutex_unlock(&watched_lock);
	}
	return NULL;
}

// ----------------------------------------------------------------------------------------------------------------- threads

// A signal stack with a guard below, unless the runtime has given the thread one.
static int give_signal_stack(struct watched *slot)
{
	stack_t now;
	slot->signal_stack = NULL;
	if (sigaltstack(NULL, &now))
		return -errno;
	if (!(now.ss_flags & SS_DISABLE))
		return 0;
	size_t bytes = PAGE_BYTES + ((getauxval(AT_MINSIGSTKSZ) + SIGNAL_STACK_BYTES + PAGE_BYTES - 1) & -(size_t)PAGE_BYTES);
	char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return -errno;
	stack_t ours = {.ss_sp = memory + PAGE_BYTES, .ss_size = bytes - PAGE_BYTES};
	if (mprotect(memory, PAGE_BYTES, PROT_NONE) || sigaltstack(&ours, NULL)) {
		int result = -errno;
		munmap(memory, bytes);
		return result;
	}
	slot->signal_stack = memory;
	slot->signal_stack_bytes = bytes;
	return 0;
}

// As a thread ends, on its own stack.
static void end_thread(void *ending)
{
	struct watched *slot = ending;
	const stack_t none = {.ss_flags = SS_DISABLE};
	pthread_mutex_lock(&watched_lock);
	is_ready = false;
	fp_gate.arena = 0;
	slot->inside = NULL;
	if (slot->signal_stack && !sigaltstack(&none, NULL))
		munmap(slot->signal_stack, slot->signal_stack_bytes);
	pthread_mutex_unlock(&watched_lock);
}

static int make_ready(struct watched *slot)
{
	fp_bounds_start();
	int result = give_signal_stack(slot);
	if (result)
		return result;
	slot->thread = (pid_t)syscall(SYS_gettid);
	slot->instance = NULL;
	result = -pthread_getcpuclockid(pthread_self(), &slot->clock);
	if (!result)
		result = -pthread_setspecific(thread_end, slot);
	if (!result)
		slot->inside = (struct fp_instance *const volatile *)&fp_gate.inside;
	return result;
}

int fp_gate_thread(void)
{
	if (is_ready)
		return 0;
	int result = -EAGAIN;
	pthread_mutex_lock(&watched_lock);
	for (size_t i = 0; i < WATCHED_MAX; i++) {
		if (watched[i].inside)
			continue;
		result = make_ready(&watched[i]);
		break;
	}
	pthread_mutex_unlock(&watched_lock);
	is_ready = !result;
	return result;
}

void fp_gate_forget(void)
{
	pthread_mutex_lock(&watched_lock);
	pthread_mutex_unlock(&watched_lock);
}

static void leave_others(sigset_t *before)
{
	sigset_t others_to_take;
	sigfillset(&others_to_take);
	const int ours[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGRTMIN + WATCH_SIGNAL};
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		sigdelset(&others_to_take, ours[i]);
	pthread_sigmask(SIG_SETMASK, &others_to_take, before);
}

void fp_gate_lcore(void)
{
	leave_others(NULL);
}

int fp_call(struct fp_instance *instance, const void *entry, uint64_t argument0, uint64_t argument1, uint64_t argument2)
{
	sigset_t before;
	leave_others(&before);
	int fault = fp_enter(instance, entry, argument0, argument1, argument2);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return fault;
}

// ------------------------------------------------------------------------------------------------------------------ the start

static int start_once(void)
{
	fp_gate_has_wrgsbase = fp_gate_uses_wrgsbase();
	int result = -pthread_key_create(&thread_end, end_thread);
	if (!result)
		result = install();
	if (result)
		return result;
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t all, before;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	// Signals are other threads' to take.
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	result = -pthread_create(&thread, &attributes, watch, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return result;
}

int fp_gate_start(void)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static bool is_started;
	pthread_mutex_lock(&lock);
	int result = is_started ? 0 : start_once();
	is_started = !result;
	pthread_mutex_unlock(&lock);
	return result;
}

int fp_gate_uses_wrgsbase(void)
{
	enum { FSGSBASE = 2 };   // of AT_HWCAP2: Documentation/arch/x86/x86_64/fsgs.rst of the kernel
	return (getauxval(AT_HWCAP2) & FSGSBASE) != 0;
}

const void *fp_image_start(void)
{
	extern const char __ehdr_start[] __attribute__((weak, visibility("hidden")));
	return __ehdr_start;
}

void *fp_enter_address(void)
{
	return (void *)fp_enter;
}

void *fp_enter_managed_address(void)
{
	return (void *)fp_enter_managed;
}
