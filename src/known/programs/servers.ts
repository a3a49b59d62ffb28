import { daemonizes, family, once, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { four, measured, measured1, measured4, sourced, unsourced } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const uwsgiDocs = "uwsgi-docs.readthedocs.io Management.html, Upstart.html";
const werkzeug = "the reloader's parent exits on SIGTERM: pallets/werkzeug src/werkzeug/_reloader.py";
const django = "the reloader's parent exits on SIGTERM: django/django django/utils/autoreload.py";

/** Application servers and the commands of frameworks that run until they are told to stop. */
export const servers = [
  family(
    "gunicorn",
    { valued: "-b --bind -c --config -w --workers -k --worker-class", serves: "operands" },
    daemonizes("-D|--daemon", "without --daemon", sourced("gunicorn.org/reference/settings")),
    once("--check-config|--print-config|-v|--version|-h|--help"),
    serves("", { handled: "TERM INT QUIT", other: "HUP" }, measured(four, "gunicorn.org/signals"), reaping),
  ),
  family(
    "uvicorn",
    { serves: "operands" },
    once("--version|--help"),
    serves("", { handled: "TERM INT", ignored: "QUIT HUP" }, measured4, noReaping),
  ),
  family("hypercorn daphne granian waitress-serve waitress", { serves: "operands" }, serves("", term, unsourced)),
  family("fastapi", {}, serves("run|dev", term, unsourced, { name: "fastapi run" })),
  family("twistd", {}, serves("-n|--nodaemon|-noy|-ny", term, unsourced), daemonizes("", "-n")),
  family(
    "flask",
    { valued: "-A --app -e --env-file" },
    serves("run --reload|--debug", { ends: "TERM" }, sourced(werkzeug), { name: "flask run --reload", reaps: false }),
    serves("run", { ignored: "TERM" }, measured1, { name: "flask run", reaps: false }),
    serves("--debug run", { ends: "TERM" }, sourced(werkzeug), { name: "flask run --reload", reaps: false }),
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
    }),
    once(
      " " +
        "migrate|collectstatic|makemigrations|showmigrations|squashmigrations|loaddata|dumpdata|check|test|compilemessages|makemessages|flush|shell|dbshell",
    ),
    // Commands of a project's own, by what such names say of them.
    once(
      "wait*|create*|clear*|ensure*|init*|setup*|seed*|populate*|register*|configure*|import*|export*|load*|rebuild*|generate*|compress*",
    ),
  ),
  family(
    "celery",
    { valued: "-A --app -b --broker --workdir --result-backend" },
    daemonizes("multi", "celery worker"),
    daemonizes("worker|beat --detach|-D", "without --detach"),
    serves("worker|beat", term, measured("SIGTERM", "warm shutdown: docs.celeryq.dev userguide/workers"), noReaping),
    once("call|inspect|control|purge|status|report|list|migrate|upgrade|result|shell|amqp|graph|logtool"),
    serves("", term, unsourced),
  ),
  family("rq", {}, serves("", term, unsourced)),
  family("dramatiq huey_consumer huey_consumer.py arq", { serves: "operands" }, serves("", term, unsourced)),
  family(
    "airflow",
    {},
    daemonizes("* -D|--daemon", "without -D"),
    serves("webserver|scheduler|api-server|triggerer|dag-processor|celery|standalone", term, unsourced),
    once(""),
  ),
  family("streamlit", {}, serves("run", term, unsourced, { name: "streamlit run" })),
  family(
    "jupyter jupyter-lab jupyter-notebook jupyter-server jupyterhub jupyter-labhub",
    {},
    once(
      "lab|notebook|server build|clean|list|stop|password|extension|workspaces|path|paths|enable|disable|install|uninstall",
    ),
    once(
      "nbextension|labextension|serverextension|kernelspec|nbconvert|bundlerextension|troubleshoot|trust|run|execute",
    ),
    once("build|clean|list|password|extension|upgrade-db|token"),
    serves("lab|notebook|server|nbclassic|hub", term, unsourced),
    serves("", term, unsourced),
  ),
  family(
    "mlflow",
    {},
    serves("server|ui|gateway", {}, unsourced),
    serves("models|deployments serve|start-server", {}, unsourced),
    once(""),
  ),
  family("bokeh dagster-webserver dagster-daemon chainlit", {}, serves("", {}, unsourced)),
  family("litestar", {}, serves("run", {}, unsourced), once("")),
  family("locust voila gradio sanic", { serves: "operands" }, serves("", {}, unsourced)),
  family("tensorflow_model_server", {}, serves("", {}, unsourced)),
  family("torchserve", {}, serves("--foreground", term, unsourced), daemonizes("", "--foreground")),
  family(
    "uwsgi uwsgi-core uwsgi_python",
    { valued: "--ini -i --yaml -y --xml -x --json -j --http --socket -s --processes -p", serves: "operands" },
    daemonizes("--daemonize|-d", "without --daemonize", sourced(uwsgiDocs)),
    serves("--die-on-term --master|-M", { handled: "TERM INT QUIT", other: "HUP" }, sourced(uwsgiDocs), {
      name: "uwsgi --master --die-on-term",
      reaps: true,
    }),
    serves("--die-on-term", { handled: "TERM INT", ends: "HUP", ignored: "QUIT" }, measured4, {
      name: "uwsgi --die-on-term",
      reaps: false,
    }),
    serves("--master|-M", { other: "TERM HUP", handled: "INT QUIT" }, measured(four, `SIGTERM reloads: ${uwsgiDocs}`), {
      name: "uwsgi --master",
      graceful: "QUIT",
      reaps: true,
    }),
    serves("--ini|-i|--yaml|-y|--xml|-x|--json|-j", {}, sourced(`its configuration decides: ${uwsgiDocs}`)),
    serves("*.ini|*.xml|*.yaml|*.yml|*.json", {}, sourced(`its configuration decides: ${uwsgiDocs}`)),
    serves("", { ends: "TERM INT HUP", ignored: "QUIT" }, measured4, noReaping),
  ),
  family("pumactl", { valued: "-F -C -P -p -S -T" }, serves("start", term, unsourced), once("")),
  family(
    "puma",
    { serves: "operands" },
    daemonizes("-d|--daemon", "without -d"),
    serves("", term, measured1, noReaping),
  ),
  family(
    "unicorn unicorn_rails",
    {},
    daemonizes("-D|--daemonize", "without -D"),
    serves(
      "",
      { handled: "TERM QUIT" },
      measured("SIGTERM", "SIGTERM is the quick shutdown: ruby-china/unicorn SIGNALS"),
      { graceful: "QUIT", reaps: true },
    ),
  ),
  family("passenger", {}, serves("start", term, unsourced, { name: "passenger start", reaps: true })),
  family("sidekiq sidekiqswarm good_job solid_queue shoryuken falcon thin", {}, serves("", term, unsourced)),
  family("rackup", { serves: "operands" }, daemonizes("-D|--daemonize", "without -D"), serves("", {}, unsourced)),
  family(
    "rails",
    {},
    daemonizes("server|s -d|--daemon", "without -d"),
    serves("server|s", term, unsourced, { name: "rails server" }),
    serves("console|c", {}, unsourced, { name: "rails console" }),
    once(
      "*:*|generate|g|destroy|d|new|runner|r|test|t|routes|about|stats|notes|secret|version|initializers|middleware",
    ),
  ),
  family(
    "next nuxt",
    {},
    serves("start|preview", term, unsourced),
    serves("dev", {}, unsourced),
    once("build|export|lint|generate|prepare"),
  ),
  family("vite", { serves: "operands" }, once("build|optimize"), serves("", {}, unsourced)),
  family(
    "react-scripts vue-cli-service ng",
    {},
    once("build|test|lint|e2e|eject"),
    serves("start|serve|dev", {}, unsourced),
  ),
  family(
    "serve http-server json-server live-server webpack-dev-server",
    { serves: "operands" },
    serves("", {}, unsourced),
  ),
  family("pocketbase", {}, serves("serve", {}, unsourced), once("")),
  family("nest", {}, once("build|generate|g|new"), serves("start", {}, unsourced, { name: "nest start" })),
  family(
    "pm2-runtime pm2-docker",
    {},
    serves("", term, measured("SIGTERM", "it stops its programs with SIGINT"), noReaping),
  ),
  family(
    "pm2",
    {},
    serves("start --no-daemon", { ignored: "TERM" }, measured1, { name: "pm2 start --no-daemon", reaps: false }),
    serves("--no-daemon start", { ignored: "TERM" }, measured1, { name: "pm2 start --no-daemon", reaps: false }),
    daemonizes("start|resurrect|restart|reload", "pm2-runtime", measured1),
    serves("logs|monit", {}, unsourced),
    once(""),
  ),
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
    serves("start|start-dev", term, unsourced),
    once("build|export|import|show-config"),
    serves("", {}, unsourced),
  ),
];
