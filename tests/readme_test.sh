#!/bin/sh
# The examples of README.md and of pages in docs: in a fenced ```console block, a line that begins with "$ " is a
# command, and what follows it is what that prints, on both outputs, to the letter. Commands see the source tree's
# folders and a program isosim.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/lib.sh"
cd "$scratch" || exit 2

mkdir programs tree
ln -s "$isosim" programs/isosim
for folder in docs tests traces; do
  ln -s "$top/$folder" "tree/$folder"
done
PATH=$scratch/programs:$PATH

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

# Writes block-1 and so on.
split_blocks () {
  rm -f block-*
  awk '/^```/ { inside = !inside && $0 == "```console"; if (inside) n++; next } inside { print > ("block-" n) }' \
    "$top/$1"
}

same_screen () {
  (cd tree && sh ../play.sh "../$1" </dev/null) >screen 2>&1
  diff -u "$1" screen
}

for page in docs/checking.md docs/synthetic-suites.md README.md; do
  split_blocks $page
  for block in block-*; do
    [ -e "$block" ] || continue
    check "$page: $(sed -n 's/^\$ //p' "$block" | tr '\n' ';')" same_screen "$block"
  done
  check "$page: there are examples" [ -e block-1 ]
done
check "the first of README.md names a sample" grep -q '^\$ isosim --trace traces/samples/' block-1
finish
