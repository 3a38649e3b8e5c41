#!/bin/sh
# Schedulers out of shared objects, `--dist ./my.so`. The pieces of C in docs/writing-a-scheduler.md are compiled with
# the installed headers, and its examples print what stands there; isosim's own models do as plug-ins what they do in
# the program; and what cannot be loaded is refused. ISOSIM_CC is the compiler with its options; make check sets it.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
page=docs/writing-a-scheduler.md
build=$PWD
dest=$scratch/dest
compiler=${ISOSIM_CC:-cc}
if ! have "${compiler%% *}" || ! have pkg-config || [ ! -e "$build/Makefile" ]; then
  skip "plug-ins: there is no compiler, no pkg-config, or no build folder"
  finish
fi
cd "$scratch" || exit 2
check "make install DESTDIR=…" install_below "$build" "$dest"
isosim=$dest/usr/bin/isosim
check "isosim.pc is there" point_pkg_config_to "$dest"
set_screen_up

# The page says cc. Its code has no warning, but for parameters that a hook does not need.
cat >programs/cc <<END
#!/bin/sh
exec $compiler -Wno-unused-parameter -Werror "\$@"
END
chmod +x programs/cc

# FILE WORD…; compiles FILE.c to tree/FILE.so
compile () {
  name=$1
  shift
  # shellcheck disable=SC2046
  cc -shared -fPIC $(pkg-config --cflags isosim) "$@" -o "tree/$name.so" "$name.c"
}

# --- the headers, and what they promise ---

for header in "$dest"/usr/include/isosim/*; do
  echo "#include <isosim/${header##*/}>" >alone.c
  check "isosim/${header##*/} compiles alone" compile alone
done

# The functions of the part that is marked as the program's; inline ones have their name at the beginning of a line.
sed -n '/^#pragma GCC visibility push/,/^#pragma GCC visibility pop/s/^[A-Za-z].*[ *]\(iso_[a-z_]*\) (.*/\1/p' \
  "$dest/usr/include/isosim/model.h" "$dest/usr/include/isosim/queue.h" | sort >functions
check "the headers promise functions" sh -c 'grep -q -x iso_send_run functions && grep -q -x iso_queue_find functions'
if have nm; then
  nm -D --defined-only "$isosim" | sed 's/.* //' | sort >exported
  grep '^iso_' exported >exported-functions
  check "the program has each, and no other of that kind" diff functions exported-functions
  check "and nothing else of its own" sh -c '! grep -x -e models -e model_load -e session_new -e command_run exported'
else
  skip "what the program exports: there is no nm"
fi

# --- the page ---

# The blocks of C, one below the other, without those of the section that is left to the reader's liking.
awk '/^## / { optional = /what may be renamed/ } /^```/ { inside = !inside && $0 == "```c"; next }
  inside { print > (optional ? "optional.c" : "roundrobin.c") }' "$top/$page"
# That section's: a function above the table, and the last line in the table.
awk '{ print > (/^  [.]/ ? "optional-line" : "optional-function") }' optional.c
awk 'function put (file) { while ((getline line < file) > 0) print line }
  /^static const IsoModel/ { put("optional-function"); on = 1 } on && /^};/ { put("optional-line"); on = 0 }
  { print }' roundrobin.c >with-parts.c
check "$page: there is a file, and more for it" sh -c \
  'grep -q isosim_plugin roundrobin.c && ! cmp roundrobin.c with-parts.c && grep -q "^  [.]parts" with-parts.c'
check "$page: no line of C is too long" sh -c '! grep -E "^.{121}" with-parts.c'

split_blocks $page
cp roundrobin.c tree
n=1
while [ -e "block-$n" ]; do
  compiles=$(grep -c '^\$ cc ' "block-$n")
  commands=$(commands_of "block-$n")
  check "$page: $commands" same_screen "block-$n"
  # The second time it is compiled, it has grown.
  [ "$compiles" -gt 0 ] && cp tree/roundrobin.so without-parts.so && cp with-parts.c tree/roundrobin.c
  n=$((n + 1))
done
check "$page: there are examples" [ "$n" -gt 5 ]
cp without-parts.so tree/plain.so
cd tree || exit 2

# SIZE…; the answer, without how many states it took
answers () {
  run check "$@" --continue
  sed -n -e 's/^\(violated: .*, in .* steps\).*/\1/p' -e 's/^[^,]*, \(.*\);.* \([0-9]*\) steps deep.*/\1/p' \
    "$scratch/out"
}

same_answers () {
  answers --dist ./plain.so --reduce none "$@" >../answers
  answers --dist ./roundrobin.so "$@" >../answers-with-parts
  [ -s ../answers ] && diff ../answers ../answers-with-parts
}

for size in '-n 1 --suite a3' '-n 2 --suite a4b1 --crashes 1' '-n 2 --suite a2b2 --crashes 2' '-n 3 --suite a4' \
  '-n 2 --suite a2b1 --crashes 1 --crash-states all' '-n 2 --suite a3b1 --crashes 1 --max-worker-restart 0'; do
  # shellcheck disable=SC2086
  check "$page: with and without parts the answer is the same: $size" same_answers $size
done

# What the page says that leaving two lines out does, and how it becomes a part of isosim.
awk '/^  while \(pending->len\)/ { getline; next } { print }' ../roundrobin.c >../forgetful.c
cd .. || exit 2
check "$page: a mistake compiles" compile forgetful
run check --dist tree/forgetful.so -n 2 --suite a3b2 --crashes 1
check "$page: and loses a test" prints "violated: lost, in "
sed -e 's/<isosim\/nodes.h>/"models\/nodes.h"/' -e 's/<isosim\/plugin.h>/"models\/registry.h"/' -e 's/^static \(const IsoModel\)/\1/' \
  -e '/^const IsoPlugin/d' roundrobin.c >inside.c
check "$page: it compiles as a part of isosim" compile inside -I"$top" -I"$top/traces" -I"$top/traces/suite"

# --- isosim's own models as plug-ins: the same decisions, and the same answers ---

# NAME; models/NAME.c with the installed headers
compile_own () {
  sed -e 's/"models\/\(nodes\|places\).h"/<isosim\/\1.h>/' -e 's/"models\/registry.h"/<isosim\/plugin.h>/' "$top/models/$1.c" >"$1.c"
  echo "const IsoPlugin isosim_plugin = { ISOSIM_ABI, sizeof (IsoModel), &model_$1 };" >>"$1.c"
  compile "$1"
}

# NAME; every golden scenario, all lines of the log
same_logs () {
  count=0
  for file in "$golden/$1"-*.jsonl; do
    run --trace "$file" --dist "tree/$1.so" --log -
    tail -n +2 "$file" | sed 's/"error":".*"/"error":""/' >expected
    sed 's/"error":".*"/"error":""/' out | diff expected - || { echo "$file"; return 1; }
    count=$((count + 1))
  done
  [ "$count" -ge 40 ]
}

same_search () {
  name=$1
  shift
  run check --dist "$name" "$@" --format json
  sed "s/\"$name\"/\"NAME\"/" out >expected
  run check --dist "tree/$name.so" "$@" --format json
  sed "s/\"tree\/$name.so\"/\"NAME\"/" out | diff expected - && [ -s expected ]
}

for name in each load worksteal; do
  check "$name compiles as a plug-in" compile_own $name
  check "  and logs what the golden files have" same_logs $name
  check "  and isosim check finds the same" same_search $name -n 2 --suite a2b1 --crashes 1 --continue
done

# --- wherever a name stands ---

trace=$samples/dvc.trace
run --trace "$trace" -n 4 --dist ./tree/roundrobin.so,load,tree/plain.so
check "in a list" ends_with 0
check "  each has its row" [ "$(grep -c -e '^\./tree/roundrobin.so ' -e '^load ' -e '^tree/plain.so ' out)" -eq 3 ]
check "  and what no release has is not recommended" prints 'Take --dist load: '
check "  but compared" sh -c 'tr "\n" " " <out | grep -q "\./tree/roundrobin.so, which no release has yet, would take "'
run --trace "$trace" -n 4 --dist tree/plain.so,tree/plain.so,load --format tsv
check "named twice it runs once" [ "$(grep -c '^tree/plain.so	' out)" -eq 1 ]
cp tree/plain.so plain.so
run --trace "$trace" -n 4 --dist plain.so --format json
check "without a folder, and for programs" prints '"plain.so"'
cp plain.so 'o dd ü'
LC_ALL=C
run --trace "$trace" -n 4 --dist "./o dd ü,load" --format tsv
check "under any path, in any locale" grep -q '^\./o dd ü	' out
LC_ALL=C.UTF-8
run --trace "$trace" -n 4 --dist "$PWD/plain.so" --gantt run.txt
check "with a chart" grep -q "^.*$PWD/plain.so, 4 workers" run.txt
run check --dist ./tree/forgetful.so -n 2 --suite a3b2 --crashes 1 --save lost.json
check "check keeps its schedule" ends_with 1
check "  and tells how to see it again" has_line 'Again: isosim check --replay lost.json --dist '"'./tree/forgetful.so'"
cp out first
run check --replay lost.json
check "  and a file does not load it by itself" refuses \
  'lost.json: its scheduler is ./tree/forgetful.so, a plug-in; say --dist yourself if it is to be loaded'
run check --replay lost.json --dist ./tree/forgetful.so
sed '/^ *[0-9]/!d' first >first-steps
check "  and plays it again" sh -c '[ -s first-steps ] && sed "/^ *[0-9]/!d" out | diff first-steps -'
run list schedulers
check "list schedulers names none" sh -c '! grep -e "\.so" -e roundrobin out'
run compare --dist ./tree/plain.so,./tree/roundrobin.so --trace "$trace" --workers 2,4
check "  compare takes two of them" ends_with 0
check "  and they take the same time" prints '0 of 2 cases got slower by more than 5 %; median ratio 1.000'

# --- a file does not have one loaded by itself ---

# One that tells when it is loaded.
{
  cat roundrobin.c
  echo '#include <stdio.h>'
  echo '__attribute__ ((constructor)) static void tell (void) { fclose (fopen ("loaded", "w")); }'
} >telling.c
check "a plug-in that tells of itself compiles" compile telling
cp tree/telling.so .

# FILE WORD…: the file's scheduler is not loaded, and --dist, given then, has it loaded.
needs_word () {
  file=$1
  names=$2
  shift 2
  run "$@"
  check "$file is refused" refuses "$file: its scheduler is $names, a plug-in; say --dist yourself if it is to be loaded"
  check "  and nothing was loaded" [ ! -e loaded ]
  run "$@" --dist "$names"
  check "  said by --dist it is" sh -c '[ "$0" -ne 2 ] && rm loaded' "$status"
}

# NAME; a part whose plan has this scheduler, sealed
make_part () {
  rm -f loaded
  run plan --trace "$trace" -n 2 --runs 2 --dist "$1" --part 1/1 --out part
  check "a part of $1" ends_with 0
  rm -f loaded
}

sed 's/"load"/"load,.\/telling.so"/' "$golden/load-000.jsonl" >scenario.jsonl
needs_word scenario.jsonl load,./telling.so --trace scenario.jsonl
sed 's/"load"/"telling.so"/' "$golden/load-000.jsonl" >scenario.jsonl
needs_word scenario.jsonl telling.so --trace scenario.jsonl
run check --dist load -n 2 --suite a4 --crashes 1 --property next --save schedule.json
sed 's/"load"/".\/telling.so"/' schedule.json >telling.json
needs_word telling.json ./telling.so check --replay telling.json
for names in ./telling.so ./telling.so,load load,telling.so; do
  make_part $names
  needs_word part $names merge part
done
# The result of isosim's own schedulers, as if another day it had been a plug-in's.
run check --certify --dist load --workers 1 --tests 1 --result result.json
check "a result is kept" ends_with 0
sed 's/"load"/".\/telling.so"/' result.json >telling.json
run check --certify --dist load --workers 1 --tests 1 --result telling.json
check "a result that names one is refused" refuses 'telling.json:'
run check --certify --dist load --workers 1 --tests 1 --against telling.json
check "  to compare with, too" refuses 'telling.json:'
check "  and nothing was loaded" [ ! -e loaded ]

# --- what cannot be loaded ---

# BEGINNING DIST; by both commands, and no file is touched
refused () {
  echo "of last week" >kept
  run --trace "$trace" -n 2 --dist "$2" --log kept
  check "refused: $1" refuses "--dist $1"
  check "  and nothing is written" sh -c '[ "$(cat kept)" = "of last week" ]'
  run check -n 2 --suite a2 --dist "$2"
  check "  by isosim check, too" refuses "--dist $1"
}

# NAME SED-SCRIPT BEGINNING; the page's file, changed so, is refused
refused_when () {
  sed "$2" roundrobin.c >"$1.c"
  check "$1: it is changed" sh -c '! cmp -s roundrobin.c "$0.c"' "$1"
  check "$1: it compiles" compile "$1" -w -O0 -fno-lto
  refused "tree/$1.so: $3" "tree/$1.so"
}

refused './nowhere.so: there is no such file' ./nowhere.so
refused 'nowhere.so: there is no such file' nowhere.so
refused 'load/: there is no such file' load/
refused 'kept/x.so: Not a directory' kept/x.so
refused './tree: is a directory; name a plug-in in it' ./tree
mkfifo pipe.so
refused 'pipe.so: is no plain file, as a plug-in must be' pipe.so
echo "hello" >text.so
refused './text.so: cannot be loaded: ' ./text.so
: >empty.so
refused 'empty.so: cannot be loaded: ' empty.so
head -c 3000 plain.so >half.so
refused './half.so: is not whole: its head says that it has more than 3000 bytes' ./half.so
head -c 40 plain.so >head.so
refused './head.so: cannot be loaded: ' ./head.so
refused './programs/isosim: cannot be loaded: ' ./programs/isosim
line='two
lines.so'
cp plain.so "./$line"
refused './two\nlines.so: a plug-in'"'s path must be UTF-8, without control characters" "./$line"
run --trace "$trace" -n 2 --dist load,./nowhere.so
check "refused: one of a list" refuses '--dist ./nowhere.so: there is no such file'

refused_when other-name 's/isosim_plugin/isosim_plug/' 'is no plug-in of isosim: it has no symbol isosim_plugin'
refused_when other-abi 's/{ ISOSIM_ABI,/{ ISOSIM_ABI + 1,/' \
  'compiled for ABI 2, and this isosim has ABI 1; compile it again with its headers'
refused_when other-size 's/sizeof (IsoModel), /4, /' 'its IsoModel has 4 bytes, that of this isosim '
refused_when other-both 's/{ ISOSIM_ABI, sizeof (IsoModel), /{ 0, 4, /' 'compiled for ABI 0, and '
refused_when no-table 's/&model_roundrobin }/NULL }/' 'its isosim_plugin names no table'
refused_when bad-rule 's/SCOPE_SCOPE/(ScopeRule) 4/' 'its .scope_rule, 4, is none of isosim'"'s"
refused_when bad-promise 's/ISO_BIT (ISO_ONCE)/ISO_BIT (ISO_PROPERTIES)/' \
  'its .promises, 0x400, have a bit that is no property'"'s"
refused_when missing-symbol 's/^  return sizeof (RoundRobin)/  extern int suite_free (void); return suite_free () + 1/' \
  'cannot be loaded: undefined symbol: suite_free'
for part in name rule source size add_node add_node_collection collection_is_completed schedule mark_test_complete \
  remove_node tests_finished nodes; do
  refused_when "no-$part" "/^  \\.$part = /d" "its table has no .$part, which must not be NULL"
done
sed '/^  \.init = /d' roundrobin.c >no-init.c
check "without init it compiles" compile no-init -w
run --trace "$trace" -n 2 --dist tree/no-init.so
check "  and runs" ends_with 0

run --trace "$trace" -n 2 --dist tree/load.so --xdist-version 3.8
check "no release has it, whatever it says" refuses '--dist tree/load.so: pytest-xdist 3.8 does not have it; no release has'
run check --dist tree/forgetful.so -n 2 --suite a3b2 --crashes 1 --emit-pytest project
check "and so there is no project for pytest" refuses '--emit-pytest project: no release of pytest-xdist has tree/forgetful.so'
finish
