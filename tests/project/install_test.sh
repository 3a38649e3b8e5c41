#!/bin/sh
# make install DESTDIR=…: the program, the headers, the manual pages and the completions are where they should be, and
# work there.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
build=$PWD
dest=$scratch/dest
cd "$scratch" || exit 2

check "make install DESTDIR=…" install_below "$build" "$dest"
isosim=$dest/usr/bin/isosim
PATH=$dest/usr/bin:$PATH
man=$dest/usr/share/man
export bash_file zsh_file fish_file
bash_file=$(find "$dest" -path '*bash*' -name isosim)
zsh_file=$dest/usr/share/zsh/site-functions/_isosim
fish_file=$dest/usr/share/fish/vendor_completions.d/isosim.fish

# --- the program ---

run --version
check "isosim --version" prints 'isosim '
run --help
check "isosim --help" prints '--trace=FILE'
run --trace "$samples/dvc.trace" -n 4
check "a sample runs" prints 'Take --dist '

# --- what a plug-in is compiled with ---

for header in model.h nodes.h places.h plugin.h queue.h suite_view.h; do
  check "isosim/$header is there" [ -s "$dest/usr/include/isosim/$header" ]
done
check "and no other" [ "$(find "$dest/usr/include" -type f | wc -l)" -eq 6 ]
if have pkg-config; then
  check "isosim.pc is there" point_pkg_config_to "$dest"
  check "pkg-config knows the version" [ "isosim $(pkg-config --modversion isosim)" = "$("$isosim" --version)" ]
  pkg-config --cflags isosim >cflags
  check "pkg-config knows the headers of isosim, and GLib's" grep -q -e "-I$dest/usr/include .*/glib-2.0" cflags
else
  skip "isosim.pc: there is no pkg-config"
fi

check "what hosts classes in Python is there" [ -x "$dest/usr/libexec/isosim/isosim-xdist-host" ]

# --- the manual pages ---

is_quiet () {
  "$@" >rendered 2>warnings </dev/null && [ -s rendered ] && [ ! -s warnings ] && return
  cat warnings
  return 1
}

for page in man1/isosim.1 man5/isosim-trace.5; do
  check "$page is there" [ -s "$man/$page" ]
  if have mandoc; then
    check "$page: mandoc has no warning" is_quiet mandoc -T utf8 -W warning "$man/$page"
  else
    skip "$page: there is no mandoc"
  fi
  if have groff; then
    check "$page: groff has no warning" is_quiet groff -mandoc -T utf8 -ww "$man/$page"
  else
    skip "$page: there is no groff"
  fi
  if have man; then
    check "$page: man shows it" env MANROFFSEQ= MANPAGER=cat man --warnings -l "$man/$page"
  else
    skip "$page: there is no man"
  fi
done

# --- the completions: LINE WORD… is typed, then Tab; every WORD is offered ---

cat >offer.bash <<'END'
source "$1"
read -r -a COMP_WORDS <<<"${2//=/ = }"
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_isosim isosim
printf '%s\n' "${COMPREPLY[@]}"
END
cat >offer.zsh <<'END'
zmodload zsh/zpty
setopt extendedglob
zpty z zsh -f -i
zpty -w z "PS1= PS2= LISTMAX=1000; fpath=(${(q)1:h} \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w z "stty columns 200; unsetopt listbeep; setopt nohashdirs"
zpty -w z "said () { print -r -- '<the end>' }; zle -N said; bindkey '^X' said; bindkey '^I' list-choices"
zpty -w z "print '<the' 'start>'"
zpty -r -m z before '*<the start>*'
zpty -w -n z "$2"$'\t\x18'
zpty -r -m z listed '*<the end>*'
print -r -- ${${listed//$'\r'/}//$'\e'\[[0-9;?]#[A-Za-z]/$'\n'}
zpty -d z
END
cat >offer.fish <<'END'
complete -C "$argv[1]"
END

offer () {
  case $shell in
    bash) bash --norc --noprofile offer.bash "$bash_file" "$1" ;;
    zsh) zsh -f offer.zsh "$zsh_file" "$1" ;;
    fish) HOME=$scratch XDG_DATA_DIRS=$dest/usr/share fish offer.fish "$1" ;;
  esac
}

offers () {
  offer "$1" >offered 2>&1 </dev/null || return 1
  shift
  for word; do
    grep -E -q -e "(^|[[:blank:]])$word([[:blank:]]|\$)" offered || { echo "no $word in:"; cat offered; return 1; }
  done
}

offers_not () {
  ! offers "$@" >said-not
}

: >a-plugin.so
presets=$("$isosim" list presets | sed 's/ .*//')
names=$("$isosim" list schedulers | sed 's/ .*//')
for shell in bash fish zsh; do
  file=$(printenv "${shell}_file")
  check "$shell: the completion is there" [ -s "$file" ]
  if ! have $shell; then
    skip "$shell: there is none"
    continue
  fi
  check "$shell reads it" $shell -n "$file"
  # shellcheck disable=SC2086 # one word a name
  check "$shell offers the schedulers" offers 'isosim --dist ' all $names
  check "$shell offers what has a name behind its colon" offers 'isosim --dist ' exec: py: xdist:
  check "$shell offers those that begin so" offers 'isosim --dist lo' load loadscope
  check "$shell offers no other" offers_not 'isosim --dist lo' worksteal
  check "$shell offers more behind a comma" offers 'isosim --dist load,work' '(load,)?worksteal'
  check "$shell offers them behind --dist=" offers 'isosim --dist=work' '(--dist=)?worksteal'
  check "$shell offers plug-ins" offers 'isosim --dist ./a-pl' '(\./)?a-plugin\.so'
  check "$shell offers more plug-ins behind a comma" offers 'isosim --dist load,./a-pl' '(load,)?(\./)?a-plugin\.so'
  check "$shell offers options" offers 'isosim --' --dist --trace --workers
  check "$shell offers formats" offers 'isosim --format ' text json tsv
  check "$shell offers commands" offers 'isosim ' check compare conform convert generate list merge plan predict run verify
  check "$shell offers what can be listed" offers 'isosim list ' formats presets properties schedulers
  check "$shell offers options of generate" offers 'isosim generate --' --preset --scopes --seed --tests
  check "$shell offers no options of others to generate" offers_not 'isosim generate --' --gantt
  # shellcheck disable=SC2086 # one word a name
  check "$shell offers presets" offers 'isosim generate --preset ' $presets
  check "$shell offers presets that begin so" offers 'isosim generate --preset web' web-db web-fast web-functional
  check "$shell offers no other preset" offers_not 'isosim generate --preset web' unit
  check "$shell offers options of plan" offers 'isosim plan --' --workers --export-json
  check "$shell offers no options of others to plan" offers_not 'isosim plan --' --gantt
  check "$shell offers plan more schedulers behind a comma" offers 'isosim plan --dist load,work' '(load,)?worksteal'
  check "$shell offers options of merge" offers 'isosim merge --' --dist --export-json --chart-cost
  check "$shell offers no options of others to merge" offers_not 'isosim merge --' --workers
  check "$shell offers options of check" offers 'isosim check --' --suite --crash-states --continue
  check "$shell offers no options of others to check" offers_not 'isosim check --' --gantt
  check "$shell offers check one scheduler" offers 'isosim check --dist work' worksteal
  check "$shell offers states to die in" offers 'isosim check --crash-states ' running all collecting
  check "$shell offers more states behind a comma" offers 'isosim check --crash-states idle,ru' '(idle,)?running'
  check "$shell offers reductions" offers 'isosim check --reduce ' all none steps tests workers
  check "$shell offers check a plug-in" offers 'isosim check --dist ./a-pl' '(\./)?a-plugin\.so'
  check "$shell offers states to die in" offers 'isosim check --crash-states ' running all
  check "$shell offers properties" offers 'isosim check --property dr' drain
  check "$shell offers more properties behind a comma" offers 'isosim check --property once,dr' '(once,)?drain'
  check "$shell offers check --certify several" offers 'isosim check --certify --dist load,work' '(load,)?worksteal'
  : >a-suite.xml
  check "$shell offers files to check --result" offers 'isosim check --certify --result a-su' a-suite.xml
  check "$shell offers files to check --trace" offers 'isosim check --trace a-su' a-suite.xml
  check "$shell offers files to check --replay" offers 'isosim check --replay a-su' a-suite.xml
  check "$shell offers files to plan --trace" offers 'isosim plan --trace a-su' a-suite.xml
  check "$shell offers files to --trace" offers 'isosim --trace a-su' a-suite.xml
  check "$shell offers files to convert" offers 'isosim convert a-su' a-suite.xml
  check "$shell offers files to generate" offers 'isosim generate --preset unit a-su' a-suite.xml
done
finish
