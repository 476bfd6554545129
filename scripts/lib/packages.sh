# Sourced after common.sh by the scripts that install something. They set `log`: the file that takes the whole output of
# apt-get and its like.

# names <file>: its lines without comments.
names() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1"; }

# missing_packages <file>: which of the Debian packages named in it are not installed.
missing_packages() {
  local name
  for name in $(names "$1"); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

# as_root <command>...: directly, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# quietly <sentence for a failure> <steps> <command>...: with_progress, and the tool's own last error is shown with the
# sentence.
quietly() {
  local sentence=$1 steps=$2
  shift 2
  if ! with_progress "$steps" "$log" "$@"; then
    grep -E '^(E|ERROR|Error):' "$log" | tail -n 1 | sed 's/^/    /' >&2 || true
    die "$sentence (the whole output: $log)"
  fi
}

no_steps() { cat >/dev/null; }

# Of apt's status lines; what it does with the packages is given as a percentage of all.
apt_steps() {
  sed -u -n -e 's/^dlstatus:.*Retrieving file \([0-9]*\) of \([0-9]*\).*/\1 \2 downloading packages/p' \
    -e 's/^pmstatus:[^:]*:\([0-9]*\)[.:].*/\1 100% unpacking and setting up packages/p'
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 \
    -o Acquire::http::Timeout=30 -o APT::Update::Error-Mode=any "$@"
}

# install_packages <file> <what comes next>: installs those of the Debian packages named in it that are missing. A system
# without apt-get is told to install them itself, and what comes next.
install_packages() {
  local file=$1 next=$2 missing
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    die "this system has no apt-get. Install the counterparts of these Debian packages yourself," \
      "then $next: $(names "$file" | xargs)"
  fi
  missing=$(missing_packages "$file" | xargs)
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "packages are missing and there is neither root nor sudo here. Run as root: apt-get install $missing"
  fi
  need_disk /usr 1500 "installing the Debian packages"
  say "installing Debian packages: $missing"
  quietly "could not refresh the package lists: is there a network, and are the mirrors in /etc/apt reachable?" \
    no_steps apt_get update
  # shellcheck disable=SC2086  # a list of names
  quietly "apt-get could not install: $missing. Is there a network and disk space, and do the mirrors have them?" \
    apt_steps apt_get install -y --no-install-recommends -o APT::Status-Fd=1 $missing
}
