#!/bin/sh
# install.sh <what for> <package>...: installs Debian packages, or says in one sentence why it can't (exit 4).
# FASTPAAS_NO_INSTALL=1 (--no-install) never installs. Both build.sh (before there is a working dotnet) and the build tool
# call it.
set -eu
purpose=$1
shift
stop() {
	echo "build: $*" >&2
	exit 4
}
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
command="${as_root:+sudo }apt-get install -y --no-install-recommends $*"

command -v apt-get >/dev/null || stop "$purpose needs the Debian 12 packages $*, and this system has no apt-get."
[ "${FASTPAAS_NO_INSTALL:-}" != 1 ] || stop "$purpose needs packages that are not installed; run: $command"
if [ -n "$as_root" ]; then
	# A password prompt in the middle of a build would hang a script: the user decides.
	{ command -v sudo >/dev/null && sudo -n true 2>/dev/null; } ||
		stop "$purpose needs packages that only root can install; run: $command"
	as_root="sudo -n"
fi

echo "build: $purpose needs $*; installing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM HUP
export DEBIAN_FRONTEND=noninteractive
install() { # shellcheck disable=SC2086
	$as_root apt-get -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 install -y --no-install-recommends "$@" >>"$log" 2>&1
}
# A fresh system has no package lists, an old one has stale ones: refresh them only when the install fails without.
install "$@" || { $as_root apt-get -o DPkg::Lock::Timeout=120 update >>"$log" 2>&1 && install "$@"; } || {
	grep -aE '^(E|W|Err):?' "$log" | tail -n 5 >&2
	if grep -aq 'No space left on device' "$log"; then stop "the disk is full; free some space, then run: $command"; fi
	if grep -aqE 'resolving|Could not connect|Failed to fetch' "$log"; then
		stop "no network to the Debian mirror; with one, run: $command"
	fi
	stop "$purpose needs packages that didn't install; run: $command"
}
