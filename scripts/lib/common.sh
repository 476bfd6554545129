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

# need_disk <folder> <MiB> <for what>: stops here rather than in the middle of a build.
need_disk() {
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$2" ] || die "$3 needs $2 MiB free in $1, which has $free; free some space and run it again."
}

# Two cores are the machine this is tuned for; more are used where they are.
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$(nproc)}
