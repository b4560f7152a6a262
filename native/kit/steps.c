/*
 * Instructions of a loop, exactly, on a machine without counters: a forked child runs it, the parent single-steps it. What the
 * source executes is not counted, so the number is the graph's own and the same every time.
 */
#include "steps.h"
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static int step_once(pid_t child, struct user_regs_struct *registers)
{
	int status;

	return ptrace(PTRACE_SINGLESTEP, child, 0, 0) == 0 && waitpid(child, &status, 0) == child && WIFSTOPPED(status) &&
	       WSTOPSIG(status) == SIGTRAP && ptrace(PTRACE_GETREGS, child, 0, registers) == 0;
}

static int is_uncounted(const struct step *step, uint64_t at)
{
	for (int i = 0; i < 3; i++)
		if (at == (uint64_t)step->uncounted[i])
			return 1;
	return 0;
}

static int run_to(pid_t child, uint64_t address, struct user_regs_struct *registers)
{
	do
		if (!step_once(child, registers))
			return 0;
	while (registers->rip != address);
	return 1;
}

/* At the first instruction of a function: runs it at full speed up to its return, by a breakpoint there. */
static int run_through(pid_t child, struct user_regs_struct *registers)
{
	uint64_t after = (uint64_t)ptrace(PTRACE_PEEKDATA, child, registers->rsp, 0);
	uint64_t code = (uint64_t)ptrace(PTRACE_PEEKTEXT, child, after, 0);
	int status;

	if (ptrace(PTRACE_POKETEXT, child, after, (code & ~0xffull) | 0xcc) || ptrace(PTRACE_CONT, child, 0, 0) ||
	    waitpid(child, &status, 0) != child || !WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP ||
	    ptrace(PTRACE_GETREGS, child, 0, registers) || registers->rip != after + 1)
		return 0;
	registers->rip = after;
	return ptrace(PTRACE_POKETEXT, child, after, code) == 0 && ptrace(PTRACE_SETREGS, child, 0, registers) == 0;
}

static int64_t count(pid_t child, const struct step *step)
{
	struct user_regs_struct registers;
	int64_t counted = 0;
	uint64_t end;

	if (!run_to(child, (uint64_t)step->loop, &registers))
		return -1;
	end = (uint64_t)ptrace(PTRACE_PEEKDATA, child, registers.rsp, 0);
	while (registers.rip != end) {
		if (is_uncounted(step, registers.rip)) {
			if (!run_through(child, &registers))
				return -1;
			continue;
		}
		counted++;
		if (!step_once(child, &registers))
			return -1;
	}
	return counted;
}

int64_t bench_count_steps(const struct step *step)
{
	int status;
	int64_t counted;
	pid_t child = fork();

	if (child < 0)
		return -1;
	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, 0, 0))
			_exit(1);
		raise(SIGSTOP);
		step->loop(step->argument);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
		return -1;
	counted = count(child, step);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return counted;
}
