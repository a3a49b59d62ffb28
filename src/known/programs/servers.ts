import { daemonizes, family, once, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { four, inHand, measured, measured1, measured4, sourced, unsourced, unread } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const uwsgiDocs = "uwsgi-docs.readthedocs.io Management.html, Upstart.html";
const werkzeug = "the reloader's parent exits on SIGTERM: pallets/werkzeug src/werkzeug/_reloader.py";
const uwsgiWork = inHand(
  "uwsgi 2.0.21",
  "each signal that stops it cuts a request, with and without --master and --die-on-term; end after 1 s at most",
);
const django = "the reloader's parent exits on SIGTERM: django/django django/utils/autoreload.py";
const jupyter = unread("jupyter-server/jupyter_server serverapp.py, which they are built on: it stops on SIGTERM");
const both: Effects = { handled: "TERM INT" };
const measured2 = measured("SIGTERM, SIGINT");
const jobDone = "SIGTERM, SIGINT: a job of 3 s done, then it ends";
const flaskReload = {
  name: "flask run --reload",
  reaps: false,
  cuts: "TERM INT",
  work: inHand("flask 3.1 run --debug", "SIGTERM, SIGINT: a request cut, end after 0.3 s"),
} as const;

/** Application servers and the commands of frameworks that run until they are told to stop. */
export const servers = [
  family(
    "gunicorn",
    {
      valued: "-c --config -k --worker-class",
      parsed: "-b --bind -w --workers --threads -t --timeout",
      serves: "operands",
    },
    daemonizes("-D|--daemon", "without --daemon", sourced("gunicorn.org/reference/settings")),
    once("--check-config|--print-config|-v|--version|-h|--help"),
    // SIGINT and SIGQUIT cut the work of sync and gevent workers, and do not cut that of threads.
    serves("", { handled: "TERM INT QUIT", other: "HUP" }, measured(four, "gunicorn.org/signals"), {
      ...reaping,
      waits: "TERM",
      work: inHand("gunicorn 27.0", "SIGTERM: a request answered by workers sync, gthread, gevent, uvicorn"),
    }),
  ),
  family(
    "uvicorn",
    { parsed: "--port --workers", serves: "operands" },
    once("--version|--help"),
    serves("", { handled: "TERM INT", ignored: "QUIT HUP" }, measured4, {
      ...noReaping,
      waits: "TERM INT",
      work: inHand("uvicorn 0.54", "SIGTERM, SIGINT: a request answered, end after 1.5 s, with --workers too"),
    }),
  ),
  family(
    "hypercorn",
    { valued: "-c --config -k --worker-class", parsed: "-b --bind -w --workers", serves: "operands" },
    // Two measurements disagree: one saw a request finished, another six cut.
    serves("-w|--workers", both, measured2),
    serves("", both, measured2, {
      waits: "TERM INT",
      work: inHand("hypercorn 0.18", "SIGTERM, SIGINT: a request answered, end after 1.6 s"),
    }),
  ),
  family(
    "daphne",
    { parsed: "-p --port", serves: "operands" },
    serves("", both, measured2, {
      cuts: "TERM INT",
      work: inHand("daphne 4.2", "SIGTERM, SIGINT: a request cut, end after 0.2 s"),
    }),
  ),
  family(
    "granian",
    { parsed: "--port", serves: "operands" },
    serves("", both, measured2, {
      waits: "TERM INT",
      work: inHand("granian 2.8, asgi", "SIGTERM, SIGINT: a request answered, end after 1.5 s"),
    }),
  ),
  family(
    "waitress-serve waitress",
    { parsed: "--port --listen", serves: "operands" },
    serves("", { ignored: "TERM QUIT", handled: "INT" }, measured("SIGTERM, SIGINT, SIGQUIT"), {
      graceful: "INT",
      keeps: "INT",
      waits: "INT",
      work: inHand("waitress 3.0", "SIGINT: a request answered, end after 1.5 s"),
    }),
  ),
  family(
    "fastapi",
    {},
    serves("run", both, measured2, {
      name: "fastapi run",
      waits: "TERM INT",
      work: inHand("fastapi 0.165", "SIGTERM, SIGINT: a request answered, end after 1.8 s"),
    }),
    serves("dev", term, measured1, {
      name: "fastapi run",
      waits: "TERM",
      work: inHand("fastapi dev", "SIGTERM: a request answered, end after 2.7 s"),
    }),
  ),
  family(
    "twistd",
    {},
    serves("-n|--nodaemon|-noy|-ny", both, measured("SIGTERM, SIGINT", "twistd 26.10 -n web")),
    daemonizes("", "-n"),
  ),
  family(
    "flask",
    { valued: "-A --app -e --env-file", parsed: "-p --port" },
    serves("run --reload|--debug", { ends: "TERM INT" }, measured("SIGTERM, SIGINT", werkzeug), flaskReload),
    serves("run", { ignored: "TERM", handled: "INT" }, measured2, {
      name: "flask run",
      reaps: false,
      keeps: "INT",
      cuts: "INT",
      work: inHand("flask 3.1", "SIGINT: a request cut, end after 0.2 s"),
    }),
    serves("--debug run", { ends: "TERM INT" }, measured("SIGTERM, SIGINT", werkzeug), flaskReload),
    once("db|routes|init-db|seed|translate|assets"),
  ),
  family(
    "manage.py django-admin",
    { valued: "--settings --pythonpath" },
    serves(
      "runserver|runserver_plus --noreload",
      { ignored: "TERM", handled: "INT" },
      sourced("python without a handler, measured"),
      { name: "manage.py runserver --noreload", reaps: false, keeps: "INT" },
    ),
    serves("runserver|runserver_plus", { ends: "TERM" }, sourced(django), {
      name: "manage.py runserver",
      reaps: false,
      cuts: "TERM",
      work: inHand("django 5.2 runserver", "SIGTERM: a request cut, end after 0.5 s"),
    }),
    once(
      " " +
        "migrate|collectstatic|makemigrations|showmigrations|squashmigrations|loaddata|dumpdata|check|test" +
        "|compilemessages|makemessages|flush|shell|dbshell",
    ),
    // Commands of a project's own, by what such names say of them.
    once(
      "wait*|create*|clear*|ensure*|init*|setup*|seed*|populate*|register*|configure*|import*|export*" +
        "|load*|rebuild*|generate*|compress*",
    ),
  ),
  family(
    "celery",
    { valued: "-A --app -b --broker --workdir --result-backend" },
    daemonizes("multi", "celery worker"),
    daemonizes("worker|beat --detach|-D", "without --detach"),
    serves(
      "worker",
      { handled: "TERM INT QUIT" },
      measured("SIGTERM, SIGINT, SIGQUIT", "warm shutdown: docs.celeryq.dev userguide/workers"),
      {
        ...noReaping,
        waits: "TERM INT",
        cuts: "QUIT",
        work: inHand("celery 5.7 worker", `${jobDone}, with prefork and solo; SIGQUIT: cut, end after 1.8 s`),
      },
    ),
    serves("beat", term, measured1, noReaping),
    once("call|inspect|control|purge|status|report|list|migrate|upgrade|result|shell|amqp|graph|logtool"),
    serves("", term, unsourced),
  ),
  family(
    "rq",
    {},
    serves("worker", both, measured2, { waits: "TERM INT", work: inHand("rq 3.0", jobDone) }),
    serves("", term, unsourced),
  ),
  family(
    "dramatiq",
    { serves: "operands" },
    serves("", both, measured2, { waits: "TERM INT", work: inHand("dramatiq 2.2", jobDone) }),
  ),
  family(
    "huey_consumer huey_consumer.py",
    { serves: "operands" },
    serves("", both, measured2, {
      graceful: "INT",
      waits: "INT",
      cuts: "TERM",
      work: inHand("huey 3.5", "SIGTERM: a job of 3 s cut, end after 0.2 s; SIGINT: done, then it ends"),
    }),
  ),
  family(
    "arq",
    { serves: "operands" },
    serves("", both, measured2, {
      cuts: "TERM INT",
      work: inHand("arq 0.28", "SIGTERM, SIGINT: a job of 3 s cut and put into the queue again, end after 0.2 s"),
    }),
  ),
  family("taskiq", {}, serves("worker", both, measured2, { name: "taskiq worker" }), once("")),
  family(
    "airflow",
    {},
    daemonizes("* -D|--daemon", "without -D"),
    serves("webserver|scheduler|api-server|triggerer|dag-processor|celery|standalone", term, unsourced),
    once(""),
  ),
  family("streamlit", {}, serves("run", both, measured2, { name: "streamlit run" })),
  family("luigid", {}, serves("", both, measured2)),
  family(
    "jupyter jupyter-lab jupyter-notebook jupyter-server jupyterhub jupyter-labhub",
    {},
    once(
      "lab|notebook|server build|clean|list|stop|password|extension|workspaces|path|paths|enable|disable" +
        "|install|uninstall",
    ),
    once(
      "nbextension|labextension|serverextension|kernelspec|nbconvert|bundlerextension|troubleshoot|trust|run|execute",
    ),
    once("build|clean|list|password|extension|upgrade-db|token"),
    serves("server", both, measured2, { name: "jupyter server" }),
    serves("lab|notebook|nbclassic", term, jupyter),
    serves("hub", term, unsourced),
    serves("", term, jupyter),
  ),
  family(
    "mlflow",
    {},
    serves("server|ui|gateway", {}, unsourced),
    serves("models|deployments serve|start-server", {}, unsourced),
    once(""),
  ),
  family("bokeh", {}, serves("serve", both, measured2, { name: "bokeh serve" }), serves("", {}, unsourced)),
  family("dagster-webserver dagster-daemon chainlit", {}, serves("", {}, unsourced)),
  family(
    "litestar",
    { valued: "--app --app-dir" },
    serves("run", both, measured2, {
      name: "litestar run",
      waits: "TERM INT",
      work: inHand("litestar 2.25", "SIGTERM, SIGINT: a request answered, end after 1.7 s"),
    }),
    once(""),
  ),
  family("locust voila gradio", { serves: "operands" }, serves("", {}, unsourced)),
  family(
    "sanic",
    { serves: "operands" },
    serves("", both, measured2, {
      waits: "TERM INT",
      work: inHand(
        "sanic 25.12",
        "SIGTERM: a request answered, with and without --single-process; SIGINT: answered with it",
      ),
    }),
  ),
  family(
    "mkdocs",
    {},
    serves("serve", { ignored: "TERM" }, measured1, { name: "mkdocs serve" }),
    once("build|test|compile|package|assembly|gh-deploy"),
  ),
  family("tensorflow_model_server", {}, serves("", {}, unsourced)),
  family("torchserve", {}, serves("--foreground", term, unsourced), daemonizes("", "--foreground")),
  family(
    "gotenberg",
    {},
    serves("", both, sourced("gotenberg/gotenberg cmd/gotenberg.go: signal.Notify, a graceful shutdown of 30 s")),
  ),
  family(
    "uwsgi uwsgi-core uwsgi_python",
    { valued: "--ini -i --yaml -y --xml -x --json -j --http --socket -s --processes -p", serves: "operands" },
    daemonizes("--daemonize|-d", "without --daemonize", sourced(uwsgiDocs)),
    serves(
      "--die-on-term --master|-M",
      { handled: "TERM INT", other: "QUIT HUP" },
      measured("SIGTERM, SIGINT, SIGQUIT", `SIGQUIT reloads in the place of SIGTERM: ${uwsgiDocs}`),
      { name: "uwsgi --master --die-on-term", reaps: true, cuts: "TERM INT", work: uwsgiWork },
    ),
    serves("--die-on-term", { handled: "TERM INT", ends: "HUP", ignored: "QUIT" }, measured4, {
      name: "uwsgi --die-on-term",
      reaps: false,
      cuts: "TERM INT",
      work: uwsgiWork,
    }),
    serves("--master|-M", { other: "TERM HUP", handled: "INT QUIT" }, measured(four, `SIGTERM reloads: ${uwsgiDocs}`), {
      name: "uwsgi --master",
      graceful: "QUIT",
      reaps: true,
      cuts: "INT QUIT",
      work: uwsgiWork,
    }),
    serves("--ini|-i|--yaml|-y|--xml|-x|--json|-j", {}, sourced(`its configuration decides: ${uwsgiDocs}`)),
    serves("*.ini|*.xml|*.yaml|*.yml|*.json", {}, sourced(`its configuration decides: ${uwsgiDocs}`)),
    serves("", { ends: "TERM INT HUP", ignored: "QUIT" }, measured4, {
      ...noReaping,
      cuts: "TERM INT",
      work: uwsgiWork,
    }),
  ),
  family("pumactl", { valued: "-F -C -P -p -S -T" }, serves("start", term, unsourced), once("")),
  family(
    "puma",
    { serves: "operands" },
    daemonizes("-d|--daemon", "without -d"),
    serves("", { handled: "TERM INT", ends: "QUIT" }, measured("SIGTERM, SIGINT, SIGQUIT"), {
      ...noReaping,
      waits: "TERM INT",
      cuts: "QUIT",
      work: inHand(
        "puma 5.6",
        "SIGTERM, SIGINT: a request answered, end after 1.4 s, with -w too; SIGQUIT: cut at once",
      ),
    }),
  ),
  family(
    "unicorn unicorn_rails",
    {},
    daemonizes("-D|--daemonize", "without -D"),
    serves(
      "",
      { handled: "TERM INT QUIT" },
      measured("SIGTERM, SIGINT, SIGQUIT", "SIGTERM is the quick shutdown: ruby-china/unicorn SIGNALS"),
      {
        graceful: "QUIT",
        reaps: true,
        waits: "QUIT",
        cuts: "TERM INT",
        work: inHand("unicorn 6.0", "SIGTERM, SIGINT: a request cut, end after 0.2 s; SIGQUIT: answered, after 1.5 s"),
      },
    ),
  ),
  family("passenger", {}, serves("start", term, unsourced, { name: "passenger start", reaps: true })),
  family(
    "sidekiq",
    {},
    serves("", both, measured2, {
      waits: "TERM INT",
      work: inHand("sidekiq 6.4", `${jobDone}; it waits 25 s at most`),
    }),
  ),
  family("sidekiqswarm good_job solid_queue shoryuken falcon", {}, serves("", term, unsourced)),
  family(
    "thin",
    {},
    daemonizes("start -d|--daemonize", "without -d"),
    serves("start", { handled: "TERM INT QUIT" }, measured("SIGTERM, SIGINT, SIGQUIT"), {
      name: "thin start",
      waits: "TERM INT QUIT",
      work: inHand("thin 1.8", "SIGTERM, SIGINT, SIGQUIT: a request answered, end after 1.4 s"),
    }),
    serves("", term, unsourced),
  ),
  family(
    "rackup",
    { serves: "operands" },
    daemonizes("-D|--daemonize", "without -D"),
    serves("", both, measured2, {
      waits: "TERM INT",
      work: inHand(
        "rackup 2.2",
        "SIGTERM with puma and WEBrick, SIGINT with puma: a request answered, end after 1.4 s",
      ),
    }),
  ),
  family(
    "rails",
    {},
    daemonizes("server|s -d|--daemon", "without -d"),
    serves(
      "server|s",
      both,
      unread("rails/rails railties/lib/rails/commands/server/server_command.rb: a Rackup::Server, which was measured"),
      { name: "rails server" },
    ),
    serves("console|c", {}, unsourced, { name: "rails console" }),
    once(
      "*:*|generate|g|destroy|d|new|runner|r|test|t|routes|about|stats|notes|secret|version|initializers|middleware",
    ),
  ),
  family("pocketbase", {}, serves("serve", {}, unsourced), once("")),
  family(
    "catalina.sh",
    {},
    daemonizes("start", "run", sourced("docker-library/tomcat 11.0 Dockerfile: CMD catalina.sh run")),
    daemonizes("jpda start", "jpda run"),
    serves("run", term, sourced("docker-library/tomcat 11.0 Dockerfile: it ends in exec java, whose hooks run"), {
      name: "catalina.sh run",
    }),
    serves("jpda run", term, unsourced, { name: "catalina.sh run" }),
  ),
  family(
    "kc.sh standalone.sh domain.sh",
    {},
    serves("start|start-dev", term, unread("keycloak/keycloak quarkus/dist kc.sh ends in exec java")),
    once("build|export|import|show-config"),
    serves("", {}, unsourced),
  ),
];
