#!/bin/sh
# build.sh check|build|run|test|bench: finds dotnet and hands over to generators/FastPaas.Build, which build.ps1 calls too.
set -eu
FASTPAAS_STARTED_NS=$(date +%s%N) # the build verbs tell how long the user waited, this script included
export FASTPAAS_STARTED_NS
stop() {
	echo "build: $*" >&2
	exit 4
}
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
here=$root/generators/FastPaas.Build
tool=$root/artifacts/bin/FastPaas.Build/release/FastPaas.Build.dll
stamp=$root/artifacts/build-tool.stamp

dotnet=
for candidate in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$(command -v dotnet || true)" \
	/usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet "${HOME:-}/.dotnet/dotnet"; do
	if [ -n "$candidate" ] && [ -x "$candidate" ]; then
		dotnet=$(readlink -f "$candidate")
		break
	fi
done
fix='curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'
[ -n "$dotnet" ] || stop "the .NET SDK 10 is missing; install it: $fix"
[ -n "$(find "$(dirname "$dotnet")/sdk" -maxdepth 1 -name '1[0-9].*' 2>/dev/null)" ] ||
	stop "$dotnet has no SDK 10; install it: $fix"

for argument in "$@"; do # install.sh may run before a dotnet that could read options
	case $argument in
	--) break ;;
	--no-install) export FASTPAAS_NO_INSTALL=1 ;;
	esac
done
export FASTPAAS_ROOT="$root" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 MSBUILDDISABLENODEREUSE=1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# What dotnet itself needs and a bare Debian lacks.
libraries=
[ -e /usr/lib/x86_64-linux-gnu/libssl.so.3 ] || libraries="libssl3"
[ -e /usr/lib/x86_64-linux-gnu/libstdc++.so.6 ] || libraries="$libraries libstdc++6"
[ -e /etc/ssl/certs/ca-certificates.crt ] || libraries="$libraries ca-certificates"
# shellcheck disable=SC2086
[ -z "$libraries" ] || "$here/install.sh" dotnet $libraries

# The first build of a user who waits does without analyzers. What tests all compiles all with them, and mustn't write to the
# tool that runs it: so it runs one that was compiled with them.
analyzes=1
case ${1:-} in
build | check | run) [ -e "$tool" ] || analyzes=0 ;;
esac
is_current() {
	[ -e "$stamp" ] && [ -e "$tool" ] && { [ "${1:-}" != test ] || [ "$(cat "$stamp")" != 0 ]; } &&
		[ -z "$(find "$here" "$root/generators/FastPaas.Graph" "$root/native/verify" "$root"/Directory.*.props "$0" \
			-newer "$stamp" -print -quit)" ]
}
if ! is_current "$@"; then
	{ mkdir -p "$root/artifacts" && : >>"$root/artifacts/.lock"; } 2>/dev/null ||
		stop "$root/artifacts can't be written; build in a copy that you own: git clone $root <folder>"
	exec 9>>"$root/artifacts/.lock"
	flock -n 9 || {
		echo "build: another build works in this checkout; waiting for it." >&2
		flock 9
	}
	if ! is_current "$@"; then
		log=$root/artifacts/build-tool.log
		{ echo "$analyzes" >"$stamp.new"; } 2>/dev/null || stop "$root/artifacts can't be written; is the disk full?"
		# Not the lock (9): the compiler that stays behind would hold it.
		first=
		[ "$analyzes" = 1 ] || first=-p:FastPaasFirstBuild=true
		# Without profiles of its own code, which it would end before it uses.
		DOTNET_TieredPGO=0 "$dotnet" build "$here" -c Release -v quiet --nologo ${first:+"$first"} >"$log" 2>&1 </dev/null 9>&- || {
			rm -f "$stamp.new"
			# A log on a full disk may say nothing at all.
			if grep -q 'No space left on device' "$log" || [ "$(df -k --output=avail "$root/artifacts" | tail -n 1)" -lt 1024 ]; then
				stop "the disk is full; free some space and try again."
			fi
			if grep -q 'error NU1301' "$log"; then stop "no network to the NuGet feed, and nothing was restored before; connect."; fi
			grep -E ': error ' "$log" | sort -u >&2 || cat "$log" >&2
			stop "the build tool itself doesn't build; the lines above say where."
		}
		mv "$stamp.new" "$stamp"
	fi
	exec 9>&-
fi
exec "$dotnet" exec "$tool" "$@"
