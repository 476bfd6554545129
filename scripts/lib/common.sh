# Sourced by every script in scripts/: where the project is, and how the scripts speak.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
me=scripts/$(basename "$0")
venv=$root/.venv

say() { printf '%s: %s\n' "$me" "$*" >&2; }

# Ends the script with one sentence that says what is wrong and what to do.
die() {
  say "$*"
  exit 1
}

# with_progress <steps> <log> <command>...: all output goes to the end of the log. `steps` is a filter that makes lines
# "N TOTAL what" of it; they become one line that moves on a terminal, elsewhere a new line every ten seconds.
with_progress() {
  local steps=$1 log=$2
  shift 2
  "$@" 2>&1 | tee -a "$log" | "$steps" | show_progress
}

show_progress() {
  local n total what said=$SECONDS
  while read -r n total what; do
    if [ -t 2 ]; then
      printf '\r\033[K%s: %s, %s of %s' "$me" "$what" "$n" "$total" >&2
    elif [ $((SECONDS - said)) -ge 10 ]; then
      said=$SECONDS
      say "$what, $n of $total"
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# The comment at the top of the script is its help.
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }

# need_disk <folder> <MiB> <for what>: stops here rather than in the middle of a build.
need_disk() {
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$2" ] || die "$3 needs $2 MiB free in $1, which has $free; free some space and run it again."
}

# Every C++ file that git knows or would add, relative to the root, separated by NUL.
cpp_files() {
  local file
  git -C "$root" ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.hpp' |
    while IFS= read -r -d '' file; do [ ! -e "$root/$file" ] || printf '%s\0' "$file"; done
}

# Two cores are the machine this is tuned for; more are used where they are.
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$(nproc)}
# OpenVINO's TBB must not replace malloc under a sanitizer: the process would end while it is loaded.
export TBB_ENABLE_SANITIZERS=1
