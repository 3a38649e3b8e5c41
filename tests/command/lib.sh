# shellcheck shell=sh disable=SC2034,SC2154
# tests/command/lib.sh - what the shell tests share; sourced, POSIX sh.
#
#   run WORD…                     runs isosim; leaves $scratch/out, $scratch/err and $status
#   interrupted_at PATTERN WORD…  the same, with Ctrl-C once the progress bar matches PATTERN
#   check SENTENCE COMMAND…       passes when the command succeeds, else shows what it and the last run said
#   skip SENTENCE                 something the machine lacks; a failure when ISOSIM_NO_SKIP is set, as in CI
#   finish                        the closing line and the exit status; every test ends with it
#
# ISOSIM is the program (./isosim), ISOSIM_SRCDIR the source tree (.). The current folder is left as it is; files go
# into $scratch, which is removed at the end.
set -u
top=$(cd "${ISOSIM_SRCDIR:-.}" && pwd)
isosim=${ISOSIM:-$PWD/isosim}
samples=$top/traces/samples
golden=$top/tests/golden
scratch=$(mktemp -d "${TMPDIR:-/tmp}/isosim-test-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
unset COLUMNS LANGUAGE GITHUB_ACTIONS GITHUB_STEP_SUMMARY
export LC_ALL=C.UTF-8
passed=0 failed=0 skipped=0 status=0 refused_by=
: >"$scratch/out"
: >"$scratch/err"

run () {
  status=0
  "$isosim" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
}

# The same, reading a file as standard input.
run_on () {
  input=$1
  shift
  status=0
  "$isosim" "$@" >"$scratch/out" 2>"$scratch/err" <"$input" || status=$?
}

# PATTERN WORD…; the same, with Ctrl-C once the progress bar matches PATTERN. Status 125: it ended before.
interrupted_at () {
  pattern=$1
  shift
  status=0
  python3 "$top/tests/command/interrupt.py" "$pattern" "$isosim" "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
}

# Whether real runs are made at length: make check-real. Otherwise one run of a kind shows that its parts fit together.
at_length () {
  [ -n "${ISOSIM_REAL:-}" ]
}

pass () {
  passed=$((passed + 1))
  printf 'ok - %s\n' "$1"
}

fail () {
  failed=$((failed + 1))
  printf 'not ok - %s\n' "$1"
}

check () {
  sentence=$1
  shift
  if "$@" >"$scratch/said" 2>&1; then
    pass "$sentence"
  else
    fail "$sentence"
    echo "  failed: $*"
    sed 's/^/  | /' "$scratch/said" | head -n 40
    echo "  the last run of isosim ended with status $status; its output and errors begin:"
    head -n 10 "$scratch/out" | cut -c 1-200 | sed 's/^/  > /'
    head -n 10 "$scratch/err" | cut -c 1-200 | sed 's/^/  ! /'
  fi
}

skip () {
  if [ -n "${ISOSIM_NO_SKIP:-}" ]; then
    fail "$1 (and nothing may be skipped here)"
  else
    skipped=$((skipped + 1))
    echo "skipped - $1"
  fi
}

finish () {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# --- of the last run ---

ends_with () {
  [ "$status" -eq "$1" ]
}

prints () {
  grep -F -q -- "$1" "$scratch/out"
}

# A line of the output is, to its ends, of that pattern.
has_line () {
  grep -x -q -e "$1" "$scratch/out"
}

# STATUS PATTERN; a line that matches is printed, and nothing on standard error.
answers () {
  ends_with "$1" && is_silent && grep -q -e "$2" "$scratch/out"
}

warns () {
  grep -F -q -- "$1" "$scratch/err"
}

is_silent () {
  [ ! -s "$scratch/err" ]
}

# A refusal: status 2, nothing on standard output, one sentence on standard error that begins as told. Below it may stand
# the line of the file that it is about, and a mark under the place; both are set in.
refuses () {
  [ "$status" -eq 2 ] || return 1
  [ ! -s "$scratch/out" ] || return 1
  awk 'NR == 1 ? !/^isosim: / : !/^  / { exit 1 } END { if (NR != 1 && NR != 3) exit 1 }' "$scratch/err" || return 1
  IFS= read -r said <"$scratch/err"
  case $said in
    "isosim: $1"*) return 0 ;;
  esac
  echo "expected: isosim: $1"
  return 1
}

# BEGINNING WORD…: isosim WORD… is refused with a sentence that begins so. A test of one command sets $refused_by to it,
# and leaves it out of WORD….
refused () {
  beginning=$1
  shift
  # shellcheck disable=SC2086
  set -- $refused_by "$@"
  run "$@"
  check "isosim $(echo "$*" | sed "s|$top/||g")" refuses "$beginning"
}

# --- the examples of a page: fenced ```console blocks ---
#
# A line that begins with "$ " is a command, and what follows it is what that prints, on both outputs, to the letter.

# Prepares the current folder: commands will run in tree/, and see the source tree's folders and a program isosim.
set_screen_up () {
  mkdir programs tree
  ln -s "$isosim" programs/isosim
  for folder in docs tests traces; do
    ln -s "$top/$folder" "tree/$folder"
  done
  PATH=$PWD/programs:$PATH
  # What a reader who types the block's commands has on the screen. $? is that of the command before.
  cat >play.sh <<'END'
status=0
while IFS= read -r line <&3; do
  case $line in
    '$ '*)
      printf '%s\n' "$line"
      (exit "$status")
      eval "${line#??}"
      status=$?
      ;;
  esac
done 3<"$1"
END
}

# PAGE; its blocks as files block-1 and so on
split_blocks () {
  rm -f block-*
  awk '/^```/ { inside = !inside && $0 == "```console"; if (inside) n++; next } inside { print > ("block-" n) }' \
    "$top/$1"
}

# BLOCK; typed anew, it gives what the page has
same_screen () {
  (cd tree && sh ../play.sh "../$1" </dev/null) >screen 2>&1
  diff -u "$1" screen
}

# What the block's commands are called in a test.
commands_of () {
  sed -n 's/^\$ //p' "$1" | tr '\n' ';'
}

# --- of the build folder ---

# BUILD DEST; make install below DEST/usr. Of the make that runs the test nothing is inherited: neither its options nor
# its job server.
install_below () {
  (
    unset MAKEFLAGS MFLAGS MAKELEVEL
    "${MAKE:-make}" -s -C "$1" install DESTDIR="$2" prefix=/usr exec_prefix=/usr bindir=/usr/bin libdir=/usr/lib libexecdir=/usr/libexec \
      includedir=/usr/include datarootdir=/usr/share datadir=/usr/share mandir=/usr/share/man
  )
}

# DEST; what pkg-config says of isosim is then that it lies there, and not where it is going to
point_pkg_config_to () {
  sed -e "s|^prefix=.*|prefix=$1/usr|" -e "s|^includedir=.*|includedir=$1/usr/include|" \
    "$1/usr/lib/pkgconfig/isosim.pc" >isosim.pc || return 1
  export PKG_CONFIG_PATH="$PWD${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
}

# FILE; a copy in this folder, with the line $was replaced by $is. The line must stand once in the file.
change () {
  was=$was is=$is awk '$0 == ENVIRON["was"] { count++; $0 = ENVIRON["is"] } { print } END { exit count != 1 }' \
    "$top/$1" >"${1##*/}" || return 1
  [ "$(diff "$top/$1" "${1##*/}" | grep -c '^[<>]')" -eq 2 ]
}

# FILE; compiles the copy, and links it with the objects of $build into $scratch/changed. Warnings do not matter here.
build_changed () {
  rm -f changed
  (cd "$build" && eval "$ISOSIM_COMPILE -O1 -g0 -w -fno-lto -o \"\$scratch/changed\" \"\$scratch/${1##*/}\" \
    sim/commands/main.o libisosim.a ${ISOSIM_LIBS:-}") </dev/null
}

# --- of the machine ---

have () {
  command -v "$1" >/dev/null 2>&1
}

# For real runs: Debian's Python, the recorder beside it, and nothing that the user has set for pytest.
set_pytest_up () {
  python=/usr/bin/python3
  export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$top/scripts"
  unset PYTEST_ADDOPTS PYTEST_PLUGINS PYTEST_XDIST_WORKER
}

have_xdist () {
  "$python" -c 'import xdist, pytest' 2>/dev/null
}

# Makes the locale de_DE.UTF-8, with a comma in numbers, for whoever sets LOCPATH="$scratch/locales".
make_german () {
  have localedef || return 1
  mkdir -p "$scratch/locales"
  localedef -i de_DE -f UTF-8 "$scratch/locales/de_DE.UTF-8" >"$scratch/said" 2>&1
  [ "$(LOCPATH=$scratch/locales LC_ALL=de_DE.UTF-8 locale decimal_point 2>&1)" = , ]
}
