#include "config.h"

#include "check/pytest_conftest.h"

#include "check/pytest_names.h"
#include "check/realizable_run.h"

static void
append_head (const Conftest *conftest, GString *text)
{
  g_string_append_printf (text,
                          "# '%s' under --dist %s with -n %u; README.md says what this shows. Written by isosim %s.\n"
                          "#\n"
                          "# Each step of SCHEDULE waits in a hook until all steps before it have happened, and PAUSE\n"
                          "# more seconds, so that what they set off has happened too. steps.log tells the story.\n"
                          "import os\n%simport time\nfrom pathlib import Path\n\nimport pytest\n\nSCHEDULE = [\n%s]\n",
                          property_name (conftest->property), conftest->plan->session.model->name,
                          conftest->plan->session.workers, PACKAGE_VERSION,
                          conftest->deaths_between ? "import threading\n" : "", conftest->steps->str);
}

static const char turns[]
    = "PAUSE = 0.3\n"
      "PATIENCE = 30  # seconds until a process no longer waits for its turn, and says so in steps.log\n"
      "\n"
      "LOG = Path(__file__).with_name(\"steps.log\")\n"
      "ME = os.environ.get(\"PYTEST_XDIST_WORKER\", \"controller\")\n"
      "MINE = [(number, what) for number, (who, what) in enumerate(SCHEDULE, 1) if who == ME]\n"
      "\n"
      "\n"
      "def note(line):\n"
      "    with LOG.open(\"a\") as log:\n"
      "        log.write(line + \"\\n\")\n"
      "\n"
      "\n"
      "def wait_for(number):\n"
      "    until = time.monotonic() + PATIENCE\n"
      "    while sum(line[:1].isdigit() for line in LOG.read_text().splitlines()) < number:\n"
      "        if time.monotonic() > until:\n"
      "            note(f\"! {ME} waited in vain for step {number}\")\n"
      "            return\n"
      "        time.sleep(0.02)\n"
      "    time.sleep(PAUSE)\n"
      "\n"
      "\n"
      "def step(what):\n"
      "    \"\"\"The next step of this process, in its turn; who has none left goes on when all have happened.\"\"\"\n"
      "    number, planned = MINE.pop(0) if MINE else (len(SCHEDULE) + 1, what)\n"
      "    wait_for(number - 1)\n"
      "    if number > len(SCHEDULE):\n"
      "        return\n"
      "    if planned != what and not planned.startswith(\"dies\"):\n"
      "        note(f\"! {ME} {what}, where the schedule says: {planned}\")\n"
      "    last = number == len(SCHEDULE)\n"
      "    note(f\"{number} {ME} {planned}\" + \"\\n  that was the last step\" * last)\n"
      "    if planned.startswith(\"dies\"):\n"
      "        os._exit(1)\n";

static const char dying_thread[]
    = "    if MINE and MINE[0][1] == \"dies between tests\":\n"
      "        threading.Thread(target=step, args=(\"dies between tests\",), daemon=True).start()\n";

static const char worker_hooks[] = "\n"
                                   "\n"
                                   "@pytest.hookimpl(tryfirst=True)\n"
                                   "def pytest_sessionstart():\n"
                                   "    if ME != \"controller\":\n"
                                   "        step(\"is up\")\n"
                                   "\n"
                                   "\n"
                                   "@pytest.hookimpl(tryfirst=True)\n"
                                   "def pytest_collection_finish():\n"
                                   "    if ME != \"controller\":\n"
                                   "        step(\"has collected\")\n"
                                   "\n"
                                   "\n"
                                   "@pytest.hookimpl(tryfirst=True)\n"
                                   "def pytest_runtest_call(item):\n";

static const char begin_hook[] = "\n"
                                 "\n"
                                 "@pytest.hookimpl(tryfirst=True)\n"
                                 "def pytest_runtest_protocol(item):\n"
                                 "    if ME != \"controller\":\n"
                                 "        step(f\"starts {item.name}\")\n";

static const char down_hook[] = "\n"
                                "\n"
                                "@pytest.hookimpl(tryfirst=True)\n"
                                "def pytest_sessionfinish():\n"
                                "    if ME != \"controller\":\n"
                                "        step(\"is down\")\n";

static const char crash_hook[] = "\n"
                                 "\n"
                                 "def pytest_handlecrashitem(crashitem):\n"
                                 "    note(f\"  controller reports a crash of {crashitem}\")\n";

static const char controller_hooks[]
    = "\n"
      "\n"
      "# The controller, before it handles a message.\n"
      "def pytest_testnodeready(node):\n"
      "    step(f\"handles workerready of {node.gateway.id}\")\n"
      "\n"
      "\n"
      "def pytest_xdist_node_collection_finished(node):\n"
      "    step(f\"handles collectionfinish of {node.gateway.id}\")\n"
      "\n"
      "\n"
      "def pytest_runtest_logfinish(nodeid):\n"
      "    if ME == \"controller\":\n"
      "        step(f\"handles the end of {nodeid.split('::')[-1].split('@')[0]}\")\n"
      "\n"
      "\n"
      "def pytest_testnodedown(node, error):\n"
      "    step(f\"handles {'errordown' if error else 'workerfinished'} of {node.gateway.id}\")\n";

/* Sets the attribute, since releases that have it may not have the option --no-loadscope-reorder yet. */
static void
append_configure (const Conftest *conftest, GString *text)
{
  bool in_order = pytest_scopes_grow (conftest->plan->session.suite, conftest->plan->session.model)
                  && !conftest->plan->session.rules.options.loadscopereorder;
  g_string_append_printf (text,
                          "\n\ndef pytest_configure(%s):\n%s    if ME == \"controller\":\n        "
                          "LOG.write_text(\"\")\n",
                          in_order ? "config" : "", in_order ? "    config.option.loadscopereorder = False\n" : "");
}

static void
append_order (const Conftest *conftest, GString *text)
{
  g_string_append (text, "\n\ndef pytest_collection_modifyitems(items):\n    order = [\n");
  for (uint32_t test = 0; test < conftest->plan->session.suite->tests; test++)
    {
      g_autofree char *function = pytest_dup_function (conftest->plan->session.suite, test);
      g_string_append_printf (text, "        \"%s\",\n", function);
    }
  g_string_append (text, "    ]\n    items.sort(key=lambda item: order.index(item.name))\n");
}

GString *
conftest_text (const Conftest *conftest)
{
  GString *text = g_string_new (NULL);
  bool holds_begin = conftest->holds & HOLD_BEGIN;
  append_head (conftest, text);
  g_string_append (text, turns);
  g_string_append (text, conftest->deaths_between ? dying_thread : "");
  append_configure (conftest, text);
  g_string_append (text, worker_hooks);
  g_string_append_printf (text, "    if ME != \"controller\":\n%s        step(f\"ends {item.name}\")\n",
                          holds_begin ? "" : "        note(f\"  {ME} starts {item.name}\")\n");
  g_string_append (text, holds_begin ? begin_hook : "");
  g_string_append (text, conftest->downs ? down_hook : "");
  g_string_append (text, conftest->deaths ? crash_hook : "");
  g_string_append (text, conftest->holds & HOLD_CONTROLLER ? controller_hooks : "");
  if (pytest_scopes_take_turns (conftest->plan->session.suite, conftest->plan->session.model))
    append_order (conftest, text);
  return text;
}
