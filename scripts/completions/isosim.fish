# fish completion for isosim(1)

# Plug-ins that begin as the last word of the list does, and folders; where it has a slash.
function __isosim_plugins
    set -l list (commandline -ct | string replace -r '^--[a-z]+=' '')
    set -l before (string match -r '^.*,' -- $list)
    set -l word (string replace -r '^.*,' '' -- $list)
    string match -q '*/*' -- $word; or return
    for file in $word*.so $word*/
        printf '%s\t%s\n' "$before$file" plug-in
    end
end

# The last name of a list with commas; those before it stay.
function __isosim_schedulers
    __isosim_plugins
    set -l before (commandline -ct | string replace -r '^--[a-z]+=' '' | string match -r '^.*,')
    set -l program (commandline -opc)[1]
    printf '%s\t%s\n' "$before"all 'every scheduler of pytest-xdist, and isoscope'
    $program list schedulers 2>/dev/null | string replace -r '^(\S+) +(.*)' "$before"'$1\t$2'
    __isosim_others $before
end

# What has a name behind its colon, behind $argv.
function __isosim_others
    printf '%s\t%s\n' "$argv"exec: 'a program' "$argv"py: 'a class in Python, MODULE:CLASS' \
        "$argv"xdist: "pytest-xdist's own class"
end

function __isosim_runs
    not __fish_seen_subcommand_from check compare conform convert fuzz generate list merge plan predict review verify
end

function __isosim_checks
    __fish_seen_subcommand_from check
end

function __isosim_compares
    __fish_seen_subcommand_from compare
end

function __isosim_conforms
    __fish_seen_subcommand_from conform
end

function __isosim_verifies
    __fish_seen_subcommand_from verify
end

function __isosim_fuzzes
    __fish_seen_subcommand_from fuzz
end

function __isosim_generates
    __fish_seen_subcommand_from generate
end

function __isosim_merges
    __fish_seen_subcommand_from merge
end

function __isosim_plans
    __fish_seen_subcommand_from plan
end

function __isosim_predicts
    __fish_seen_subcommand_from predict
end

function __isosim_reviews
    __fish_seen_subcommand_from review
end

# A checkout, the installed pytest-xdist, or a scheduler.
function __isosim_sides
    __isosim_one_scheduler
    __fish_complete_directories (commandline -ct)
    printf '%s\t%s\n' xdist 'the installed pytest-xdist'
end

function __isosim_presets
    set -l program (commandline -opc)[1]
    $program list presets 2>/dev/null | string replace -r '^(\S+) +(.*)' '$1\t$2'
end

function __isosim_certifies
    __isosim_checks; and __fish_contains_opt certify
end

function __isosim_one_scheduler
    __isosim_plugins
    set -l program (commandline -opc)[1]
    $program list schedulers 2>/dev/null | string replace -r '^(\S+) +(.*)' '$1\t$2'
    __isosim_others
end

# The last name of a list with commas, of those given; those before it stay.
function __isosim_names
    set -l before (commandline -ct | string replace -r '^--[a-z-]+=' '' | string match -r '^.*,')
    printf "$before"'%s\n' $argv
end

function __isosim_properties
    __isosim_names once lost hang livelock error alive blame reported next drain scope isolation two-tests \
        fence-limit setup-once teardown-once setup-first teardown-last scopes-apart
end

function __isosim_is_first
    test (count (commandline -opc)) -eq 1
end

complete -c isosim -f
complete -c isosim -n __isosim_is_first -a run -d 'How long a suite takes under each scheduler'
complete -c isosim -n __isosim_is_first -a check -d 'Try every order of events in a small suite'
complete -c isosim -n __isosim_is_first -a compare -d 'What got worse between two results, or two schedulers'
complete -c isosim -n __isosim_is_first -a conform -d 'Compare a recorded run with the model'
complete -c isosim -n __isosim_is_first -a convert -d "Write a trace in isosim's own format"
complete -c isosim -n __isosim_is_first -a fuzz -d 'Do two schedulers decide alike in random situations'
complete -c isosim -n __isosim_is_first -a generate -d 'Write a synthetic suite as a trace'
complete -c isosim -n __isosim_is_first -a list -d 'Name the schedulers, formats, presets and properties'
complete -c isosim -n __isosim_is_first -a merge -d 'A plan of the parts that several machines simulated'
complete -c isosim -n __isosim_is_first -a plan -d 'How many workers, which scheduler, at what price'
complete -c isosim -n __isosim_is_first -a predict -d 'Compare a recorded run with its prediction'
complete -c isosim -n __isosim_is_first -a review -d 'What a change to schedulers changes'
complete -c isosim -n __isosim_is_first -a verify -d 'Judge what happened in a recorded run'
complete -c isosim -n __isosim_is_first -s V -l version -d 'Show the version'
complete -c isosim -s h -l help -d 'Show the options'

complete -c isosim -n __isosim_runs -l trace -r -F -d 'The file that says how long tests take'
complete -c isosim -n __isosim_runs -s n -l workers -x -a auto -d 'How many workers'
complete -c isosim -n __isosim_runs -l dist -x -a '(__isosim_schedulers)' -d 'Schedulers to simulate'
complete -c isosim -n __isosim_runs -l scheduler -x -a '(__isosim_schedulers)' -d 'Schedulers to simulate'
complete -c isosim -n __isosim_runs -l maxschedchunk -x -d 'load: most tests dealt at a time'
complete -c isosim -n __isosim_runs -l no-loadscope-reorder -d 'Keep scopes in order of appearance'
complete -c isosim -n __isosim_runs -l loadscope-reorder -d 'Largest scopes first'
complete -c isosim -n __isosim_runs -l seed -x -d "Of isoscope's shuffle"
complete -c isosim -n __isosim_runs -l seeds -x -d 'Over how many seeds the median is'
complete -c isosim -n __isosim_runs -l cores -x -d 'That workers share'
complete -c isosim -n __isosim_runs -l ramp -x -d 'Seconds between the starts of two workers'
complete -c isosim -n __isosim_runs -l crash -x -d 'The test kills its worker'
complete -c isosim -n __isosim_runs -l max-worker-restart -x -a none -d 'How many dead workers are replaced'
complete -c isosim -n __isosim_runs -l maxfail -x -d 'Stop after so many failed reports'
complete -c isosim -n __isosim_runs -s x -l exitfirst -d 'Stop at the first failed report'
complete -c isosim -n __isosim_runs -l xdist-version -x -a '3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8' -d "A release's defaults"
complete -c isosim -n __isosim_runs -l xdist-path -x -a '(__fish_complete_directories)' -d 'Where xdist: and py: find pytest-xdist'
complete -c isosim -n __isosim_runs -l format -x -a 'text json tsv' -d 'What the table is printed as'
complete -c isosim -n __isosim_runs -l log -r -F -d 'Every decision of one scheduler, as JSON lines'
complete -c isosim -n __isosim_runs -l gantt -r -F -d 'A chart of the run: .svg, .png or .txt'
complete -c isosim -n __isosim_runs -l perfetto -r -F -d 'The run as Chrome trace events'
complete -c isosim -n __isosim_runs -s j -l jobs -x -d Threads

complete -c isosim -n __isosim_checks -l dist -x -a '(__isosim_one_scheduler)' -d 'The scheduler'
complete -c isosim -n __isosim_checks -s n -l workers -x -d 'How many workers'
complete -c isosim -n __isosim_checks -l suite -x -d 'Scopes and their numbers of tests, as a4b2c1'
complete -c isosim -n __isosim_checks -l trace -r -F -d 'A small real suite instead'
complete -c isosim -n __isosim_checks -l xdist-path -x -a '(__fish_complete_directories)' -d 'Where xdist: and py: find pytest-xdist'
complete -c isosim -n __isosim_checks -l crashes -x -d 'Workers that may die'
complete -c isosim -n __isosim_checks -l crash-states -x \
    -a '(__isosim_names all collecting exiting idle running starting waiting)' -d 'Where a worker may die'
complete -c isosim -n __isosim_checks -l killer -x -d 'Whoever runs this test dies of it'
complete -c isosim -n __isosim_checks -l depends -x -d 'A:B, A ends only after a run of B has ended'
complete -c isosim -n __isosim_checks -l collect-differs -d 'Replacements collect in another order'
complete -c isosim -n __isosim_checks -l max-worker-restart -x -d 'How many dead workers are replaced'
complete -c isosim -n __isosim_checks -l maxschedchunk -x -d 'load: most tests dealt at a time'
complete -c isosim -n __isosim_checks -l no-loadscope-reorder -d 'Keep scopes in order of appearance'
complete -c isosim -n __isosim_checks -l name-supplied -d 'isoscope: replacements find their name'
complete -c isosim -n __isosim_checks -l property -x -a '(__isosim_properties)' -d 'Only these, promised or not'
complete -c isosim -n __isosim_checks -l continue -d 'Find every violated property'
complete -c isosim -n __isosim_checks -l max-states -x -d 'Stop after so many'
complete -c isosim -n __isosim_checks -l time-limit -x -d 'Stop after so many seconds'
complete -c isosim -n __isosim_checks -s j -l jobs -x -d Threads
complete -c isosim -n __isosim_checks -l exact -d 'Compare states, not hashes of them'
complete -c isosim -n __isosim_checks -l reduce -x -a '(__isosim_names all none steps tests workers)' \
    -d 'Which states are taken for one'
complete -c isosim -n __isosim_checks -l save -r -F -d 'Keep the shortest schedule'
complete -c isosim -n __isosim_checks -l replay -r -F -d 'Show a schedule that was kept'
complete -c isosim -n __isosim_checks -l log -r -F -d "The schedule's decisions, as JSON lines"
complete -c isosim -n __isosim_checks -l emit-pytest -x -a '(__fish_complete_directories)' -d 'A pytest project that shows it'
complete -c isosim -n __isosim_checks -l format -x -a 'text json' -d 'What the answer is printed as'

complete -c isosim -n __isosim_certifies -l dist -x -a '(__isosim_schedulers)' -d 'The schedulers'
complete -c isosim -n __isosim_checks -l certify -d 'All suites of so many --tests; ranges as 1..3'
complete -c isosim -n __isosim_checks -l tests -x -d 'Of each suite, with --certify'
complete -c isosim -n __isosim_checks -l result -r -F -d 'Keep what was found, and go on with it'
complete -c isosim -n __isosim_checks -l against -r -F -d 'Compare with an earlier result'

complete -c isosim -n __isosim_plans -l trace -r -F -d 'The file that says how long tests take'
complete -c isosim -n __isosim_plans -s n -l workers -x -d 'Numbers of workers, as 1..64 or 2,4,8'
complete -c isosim -n __isosim_plans -l dist -x -a '(__isosim_schedulers)' -d 'Schedulers to simulate'
complete -c isosim -n __isosim_plans -l xdist-path -x -a '(__fish_complete_directories)' -d 'Where xdist: and py: find pytest-xdist'
complete -c isosim -n __isosim_plans -l seed -x -d "Of the draws and of isoscope's shuffle"
complete -c isosim -n __isosim_plans -l runs -x -d 'With drawn times; 0 is the trace as it is'
complete -c isosim -n __isosim_plans -l noise -x -a auto -d 'How much times vary from run to run'
complete -c isosim -n __isosim_plans -l precision -x -d 'Stop when every mean is known so well, as 1%'
complete -c isosim -n __isosim_plans -l target -x -d 'The cheapest choice that takes no longer, as 10m'
complete -c isosim -n __isosim_plans -l cost -x -d 'What a worker costs, as 0.008/min'
complete -c isosim -n __isosim_plans -l machine -x -d 'What a machine of C cores costs, as 4:0.016/min'
complete -c isosim -n __isosim_plans -l bill-by -x -d 'What is begun of it is billed whole, as 1m'
complete -c isosim -n __isosim_plans -l startup -x -d "Each worker's time before the first test, as 20s"
complete -c isosim -n __isosim_plans -l export-json -r -F -d 'The result file'
complete -c isosim -n __isosim_plans -l export-markdown -r -F -d 'All rows as a table in markdown'
complete -c isosim -n __isosim_plans -l export-csv -r -F -d 'All rows, set apart by commas'
complete -c isosim -n __isosim_plans -l chart -r -F -d 'Wall time by number of workers: .svg, .png or .txt'
complete -c isosim -n __isosim_plans -l chart-cost -r -F -d 'Time and cost: .svg, .png or .txt'
complete -c isosim -n __isosim_plans -l part -x -d 'Simulate one part, as 2/8, for merge'
complete -c isosim -n __isosim_plans -l out -r -F -d 'The file of the part'
complete -c isosim -n __isosim_plans -s j -l jobs -x -d Threads

complete -c isosim -n __isosim_merges -F
complete -c isosim -n __isosim_merges -l dist -x -a '(__isosim_schedulers)' -d "The plan's, where they are programs"
complete -c isosim -n __isosim_merges -l xdist-path -x -a '(__fish_complete_directories)' -d 'Where xdist: and py: find pytest-xdist'
complete -c isosim -n __isosim_merges -l export-json -r -F -d 'The result file'
complete -c isosim -n __isosim_merges -l export-markdown -r -F -d 'All rows as a table in markdown'
complete -c isosim -n __isosim_merges -l export-csv -r -F -d 'All rows, set apart by commas'
complete -c isosim -n __isosim_merges -l chart -r -F -d 'Wall time by number of workers: .svg, .png or .txt'
complete -c isosim -n __isosim_merges -l chart-cost -r -F -d 'Time and cost: .svg, .png or .txt'

complete -c isosim -n '__fish_seen_subcommand_from compare' -F
complete -c isosim -n __isosim_compares -l max-regress -x -d 'How much slower is no regression, as 5%'
complete -c isosim -n __isosim_compares -l format -x -a 'text json' -d 'What is printed'
complete -c isosim -n __isosim_compares -l dist -x -a '(__isosim_schedulers)' -d 'Two schedulers instead of two files'
complete -c isosim -n __isosim_compares -l xdist-path -x -a '(__fish_complete_directories)' -d 'Where xdist: and py: find pytest-xdist'
complete -c isosim -n __isosim_compares -l trace -r -F -d 'A suite to compare them on'
complete -c isosim -n __isosim_compares -s n -l workers -x -d 'Numbers of workers, as 1..64 or 2,4,8'
complete -c isosim -n __isosim_compares -l runs -x -d 'Means over runs with drawn times'
complete -c isosim -n __isosim_compares -l seed -x -d "Of the draws and of isoscope's shuffle"
complete -c isosim -n __isosim_compares -s j -l jobs -x -d Threads

complete -c isosim -n __isosim_conforms -F
complete -c isosim -n __isosim_conforms -l dist -x -a '(__isosim_one_scheduler)' -d 'The scheduler whose model is asked'
complete -c isosim -n __isosim_conforms -l xdist-path -x -a '(__fish_complete_directories)' -d 'Where xdist: and py: find pytest-xdist'
complete -c isosim -n __isosim_conforms -l xdist-version -x -a '3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8' -d 'The release that counts'
complete -c isosim -n __isosim_conforms -l seed -x -d "Of isoscope's shuffle"
complete -c isosim -n __isosim_conforms -l format -x -a 'text json' -d 'What the answer is printed as'
complete -c isosim -n '__fish_seen_subcommand_from convert' -F

complete -c isosim -n __isosim_predicts -l against -r -F -d 'The recording that is predicted'
complete -c isosim -n __isosim_predicts -l format -x -a 'text json' -d 'What the answer is printed as'
complete -c isosim -n __isosim_predicts -F
complete -c isosim -n __isosim_fuzzes -l dist -x -a '(__isosim_one_scheduler)' -d 'A scheduler'
complete -c isosim -n __isosim_fuzzes -l against -x -a '(__isosim_one_scheduler)' -d 'The other scheduler'
complete -c isosim -n __isosim_fuzzes -l xdist-path -r -F -d 'A checkout of pytest-xdist for the one'
complete -c isosim -n __isosim_fuzzes -l against-path -r -F -d 'A checkout of pytest-xdist for the other'
complete -c isosim -n __isosim_fuzzes -l suites -x -d 'How many suites'
complete -c isosim -n __isosim_fuzzes -l time-limit -x -d 'For how many seconds'
complete -c isosim -n __isosim_fuzzes -l seed -x -d 'Of all that is drawn'
complete -c isosim -n __isosim_fuzzes -l tests -x -d 'Of a suite, as 1..100'
complete -c isosim -n __isosim_fuzzes -s n -l workers -x -d 'That run it, as 1..8'
complete -c isosim -n __isosim_fuzzes -l maxschedchunk -x -a any -d 'load: most tests dealt at a time'
complete -c isosim -n __isosim_fuzzes -l no-loadscope-reorder -d 'Scopes in order of appearance'
complete -c isosim -n __isosim_fuzzes -l name-supplied -d 'isoscope: no NameError in replacements'
complete -c isosim -n __isosim_fuzzes -l save -r -F -d 'The scenario that shows a difference'
complete -c isosim -n __isosim_fuzzes -l format -x -a 'text json' -d 'What is printed'
complete -c isosim -n __isosim_fuzzes -s j -l jobs -x -d 'Threads'

complete -c isosim -n __isosim_generates -F
complete -c isosim -n __isosim_generates -l preset -x -a '(__isosim_presets)' -d 'The real suite that it looks like'
complete -c isosim -n __isosim_generates -l tests -x -d 'How many tests'
complete -c isosim -n __isosim_generates -l seed -x -d 'Which of all such suites'
complete -c isosim -n __isosim_generates -l scopes -x -d 'How many scopes'
complete -c isosim -n __isosim_verifies -F
complete -c isosim -n __isosim_verifies -l dist -x -a '(__isosim_one_scheduler)' -d 'The scheduler whose promises count'
complete -c isosim -n __isosim_verifies -l format -x -a 'text json' -d 'What the answer is printed as'
complete -c isosim -n '__fish_seen_subcommand_from list' -a 'formats presets properties schedulers'
complete -c isosim -n '__fish_seen_subcommand_from list' -s v -l verbose -d 'Say more of each'

complete -c isosim -n __isosim_reviews -l base -x -a '(__isosim_sides)' -d 'As it was'
complete -c isosim -n __isosim_reviews -l head -x -a '(__isosim_sides)' -d 'As it is now'
complete -c isosim -n __isosim_reviews -l dist -x -a '(__isosim_schedulers)' -d 'Which schedulers of a checkout'
complete -c isosim -n __isosim_reviews -l traces -r -F -d 'Suites to time'
complete -c isosim -n __isosim_reviews -s n -l workers -x -d 'On so many workers, as 2,8'
complete -c isosim -n __isosim_reviews -l suites -x -d 'How many random suites'
complete -c isosim -n __isosim_reviews -l seed -x -d 'Of the random suites'
complete -c isosim -n __isosim_reviews -l max-regress -x -d 'How much slower is no regression'
complete -c isosim -n __isosim_reviews -l no-loadscope-reorder -d 'Scopes in order of appearance'
complete -c isosim -n __isosim_reviews -l export-markdown -r -F -d 'A comment for a pull request'
complete -c isosim -n __isosim_reviews -s j -l jobs -x -d 'Threads'
