#!/bin/sh
# What cannot be run: status 2, nothing on standard output, one sentence on standard error, and no file touched.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

trace=$samples/dvc.trace

refused 'which suite? Say --trace FILE'
refused 'which suite? Say --trace FILE' -n 4
refused 'which suite? Say --trace FILE' run
refused 'how many workers? Say --workers N' --trace "$trace"
refused 'Missing argument for --trace' --trace
refused 'Missing argument for -n' --trace "$trace" -n
refused 'Unknown option --bogus' --trace "$trace" -n 4 --bogus
refused "'suite.json' is neither a command (check, compare, conform, convert, fuzz, generate, list, merge, plan, predict, review, verify) nor an option; a file is named by --trace FILE" suite.json
refused 'nowhere.json: there is no such file' --trace nowhere.json -n 4
refused '.: is a directory; name a file in it' --trace . -n 4
refused 'standard input: the file is empty' --trace - -n 4
refused '--seed x: expected a whole number' --trace "$trace" -n 4 --seed x
refused '--seeds 0: expected a whole number from 1 to' --trace "$trace" -n 4 --seeds 0
refused '--cores 0: expected a whole number from 1 to' --trace "$trace" -n 4 --cores 0
refused '--jobs 0: expected a whole number from 1 to' --trace "$trace" -n 4 --jobs 0
refused '--maxschedchunk 0: expected a whole number from 1 to' --trace "$trace" -n 4 --maxschedchunk 0
refused '--max-worker-restart -1: expected a whole number from 0 to' --trace "$trace" -n 4 --max-worker-restart -1
refused '--max-worker-restart many: expected a whole number from 0 to' --trace "$trace" -n 4 --max-worker-restart many
refused '--crash test_nowhere: there is no such test in' --trace "$trace" -n 4 --crash test_nowhere
refused '--crash' --trace "$trace" -n 4 --crash 'tests/func/api/test_artifacts.py::test_artifacts_show[]:0'
refused 'cannot tell what chart c.pdf should be' --trace "$trace" -n 4 --dist load --gantt c.pdf
cp "$trace" own.txt
for option in --log --gantt --perfetto; do
  refused 'own.txt: it is the trace, and one of --log, --gantt and --perfetto would be written there' --trace own.txt -n 4 \
    --dist load $option ./own.txt
done
check "and the trace stays" cmp own.txt "$trace"
rm own.txt
refused 'convert takes two files, IN and OUT' convert
refused 'convert takes two files, IN and OUT' convert "$trace"
refused 'convert takes two files, IN and OUT' convert "$trace" a b
refused 'Unknown option --bogus' convert --bogus
refused 'nowhere.json: there is no such file' convert nowhere.json out
refused 'list what? formats, presets, properties or schedulers' list
refused 'list what? formats, presets, properties or schedulers' list colours
refused 'list what? formats, presets, properties or schedulers' list schedulers formats
refused "which preset? Say --preset NAME ('isosim list presets' names them)" generate
refused "which preset? Say --preset NAME ('isosim list presets' names them)" generate --tests 30
refused '--preset webdb: no such preset; did you mean web-db?' generate --preset webdb
refused "--preset xylophone: no such preset ('isosim list presets' names them)" generate --preset xylophone
refused '--preset : no such preset' generate --preset ''
refused '--tests 0: expected a whole number from 1 to 16777216' generate --preset unit --tests 0
refused '--tests 16777217: expected a whole number from 1 to 16777216' generate --preset unit --tests 16777217
refused '--tests 1e3: expected a whole number from 1 to' generate --preset unit --tests 1e3
refused '--tests : expected a whole number from 1 to' generate --preset unit --tests ''
refused '--seed x: expected a whole number from 0 to 9223372036854775807' generate --preset unit --seed x
refused '--seed -1: expected a whole number from 0 to' generate --preset unit --seed -1
refused '--seed 9223372036854775808: expected a whole number from 0 to' generate --preset unit \
  --seed 9223372036854775808
refused '--scopes 0: expected a whole number from 1 to' generate --preset unit --scopes 0
refused '--scopes 11: more scopes than the 10 tests' generate --preset unit --tests 10 --scopes 11
refused 'generate writes one file, OUT' generate --preset unit a b
refused 'Unknown option --bogus' generate --preset unit --bogus
refused 'Missing argument for --preset' generate --preset

# --- every bad file, and what stands in the way of its message is a file that was to be written ---

keeps_what_was_there () {
  refuses "$1" && cmp kept before
}

echo "of last week" >before
for file in "$top"/traces/bad/*; do
  case $file in
    *.expect) continue ;;
  esac
  cp before kept
  run convert "$file" kept
  check "bad/${file##*/}: refused, and the file to be written kept" keeps_what_was_there "$file"
  run --trace "$file" -n 2 --dist load --log kept
  check "bad/${file##*/}: refused by the main job too" keeps_what_was_there "$file"
done

# --- places where nothing can be written ---

for option in --log --perfetto --gantt; do
  name="file"
  [ $option = --gantt ] && name=file.txt
  refused "cannot write missing/$name: No such file or directory" --trace "$trace" -n 4 --dist load \
    $option missing/$name
done
refused 'cannot write missing/out: No such file or directory' convert "$trace" missing/out
refused 'cannot write missing/out: No such file or directory' generate --preset unit missing/out
mkdir folder
refused 'cannot write folder:' convert "$trace" folder
check "no temporary file stays behind" [ "$(find . -newer before ! -name kept ! -name said ! -name out ! -name err \
  ! -name folder ! -name . | wc -l)" -eq 0 ]
if [ -e /dev/full ]; then
  status=0
  "$isosim" convert "$trace" - >/dev/full 2>err || status=$?
  check "a full disk is told, convert" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
  status=0
  "$isosim" --trace "$trace" -n 2 >/dev/full 2>err || status=$?
  check "a full disk is told, the table" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
  status=0
  "$isosim" --trace "$golden/load-000.jsonl" --log - >/dev/full 2>err || status=$?
  check "a full disk is told, the log" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
  status=0
  "$isosim" --version >/dev/full 2>err || status=$?
  check "a full disk is told, the version" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
  status=0
  "$isosim" generate --preset unit --tests 10 >/dev/full 2>err || status=$?
  check "a full disk is told, generate" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
  status=0
  "$isosim" list schedulers >/dev/full 2>err || status=$?
  check "a full disk is told, list" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
else
  skip "a full disk: there is no /dev/full"
fi

# --- what is written, is written whole ---

echo "of last week" >kept
chmod 640 kept
run convert "$trace" kept
check "a file is written over when all went well" cmp "$trace" kept
check "and keeps its mode" [ "$(find kept -perm 640)" = kept ]
ln -s kept link
run convert "$golden/load-000.jsonl" link
check "a link stays a link" [ -h link ]

finish
