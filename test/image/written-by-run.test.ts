import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";

const app = "\u007fELF\u0002\u0001\u0001";

function outcome(lines: string, base = "debian:12-slim", cmd = '["/x.sh"]', files = {}): string {
  const text = `FROM ${base}\nCOPY --chmod=755 app /usr/local/bin/\n${lines}\nRUN chmod +x /x.sh\nCMD ${cmd}\n`;
  return judged(text, { app, ...files }).startUp.outcome;
}

/** A program that a script starts as its child is stuck behind it; one that replaces the script gets the signal. */
describe("a script that RUN writes", () => {
  test.each([
    ["echo", "RUN echo '#!/bin/sh\\nexec app' > /x.sh", "delivered"],
    ["echo, line by line", "RUN echo '#!/bin/sh' > /x.sh; echo 'app' >> /x.sh; echo 'app' >> /x.sh", "stuck"],
    ["echo over several RUN", "RUN echo '#!/bin/sh' > /x.sh\nRUN echo 'exec app' >> /x.sh", "delivered"],
    ["echo in double quotes", 'RUN echo "#!/bin/sh\\nexec app \\"\\$@\\"" > /x.sh', "delivered"],
    ["printf", "RUN printf '#!/bin/sh\\napp\\necho over\\n' > /x.sh", "stuck"],
    ["printf with words", "RUN printf '%s\\n' '#!/bin/sh' 'exec app' > /x.sh", "delivered"],
    ["a group", "RUN { echo '#!/bin/sh'; \\\n echo app; echo true; } > /x.sh", "stuck"],
    ["a subshell", "RUN (echo '#!/bin/sh' && echo 'exec app') > /x.sh", "delivered"],
    ["tee", "RUN { echo '#!/bin/sh'; echo app; echo true; } | tee /x.sh", "stuck"],
    ["tee -a", "RUN echo '#!/bin/sh' > /x.sh && echo 'exec app' | tee -a /x.sh >/dev/null", "delivered"],
    ["a heredoc", "RUN cat <<EOF > /x.sh\n#!/bin/sh\napp\ntrue\nEOF", "stuck"],
    ["a heredoc with a quoted mark", "RUN cat > /x.sh <<'EOF'\n#!/bin/sh\nexec app \"$@\"\nEOF", "delivered"],
    ["a heredoc with tabs", "RUN cat <<-EOF > /x.sh\n\t#!/bin/sh\n\tapp\n\ttrue\n\tEOF", "stuck"],
    ["a heredoc in a heredoc", "RUN <<EOF\ncat > /x.sh <<'E'\n#!/bin/sh\napp\ntrue\nE\nEOF", "stuck"],
    ["a variable of the build", 'ARG P=app\nRUN echo "#!/bin/sh\\n$P\\ntrue" > /x.sh', "stuck"],
    ["a variable that nobody sets", 'RUN echo "#!/bin/sh\\nexec $P" > /x.sh', "unknown"],
    ["what a command prints", "RUN { echo '#!/bin/sh'; some-tool; } > /x.sh", "unknown"],
    [
      "what goes elsewhere",
      "RUN echo '#!/bin/sh' > /x.sh && { echo app >/dev/null; echo 'exec app'; } >> /x.sh",
      "delivered",
    ],
    ["then a move", "RUN echo '#!/bin/sh\\nexec app' > /y.sh && mv /y.sh /x.sh", "delivered"],
    ["errors alone", "RUN printf '#!/bin/sh\\nexec app\\n' 2> /x.sh", "unknown"],
  ])("%s", (_, lines, expected) => expect(outcome(lines)).toBe(expected));

  test.each([
    [
      "busybox acts on backslashes with -e alone",
      "RUN echo -e '#!/bin/sh\\napp\\ntrue' > /x.sh",
      "alpine:3.20",
      "stuck",
    ],
    ["so does bash", 'SHELL ["/bin/bash", "-c"]\nRUN echo -e "#!/bin/sh\\napp\\ntrue" > /x.sh', "debian:12", "stuck"],
    [
      "of an unknown shell nothing is known",
      "RUN echo '#!/bin/sh\\napp\\ntrue' > /x.sh\nENTRYPOINT []",
      "corp/base:1",
      "unknown",
    ],
    [
      "but of what all print alike",
      "RUN printf '#!/bin/sh\\napp\\ntrue\\n' > /x.sh\nENTRYPOINT []",
      "corp/base:1",
      "stuck",
    ],
  ])("%s", (_, lines, base, expected) => expect(outcome(lines, base)).toBe(expected));

  test("behind a file of the context that it appends to", () => {
    const files = { "x.sh": "#!/bin/sh\n" };
    expect(outcome("COPY x.sh /x.sh\nRUN echo 'exec app' >> /x.sh", "debian:12", '["/x.sh"]', files)).toBe("delivered");
  });
});

describe("where a script and its programs stand", () => {
  test.each([
    ["$0 of a script found through PATH", 'exec "$(dirname "$0")/app"', '["go"]', "delivered"],
    ["command -v", 'exec "$(command -v app)" --x', '["go"]', "delivered"],
    ["which, as a child", "$(which app) --x\ntrue", '["go"]', "stuck"],
    ["command -v in a variable", 'P="$(command -v app)"\nexec "$P"', '["go"]', "delivered"],
  ])("%s", (_, line, cmd, expected) => {
    const text = `FROM debian:12\nCOPY --chmod=755 app go /usr/local/bin/\nCMD ${cmd}\n`;
    expect(judged(text, { app, go: `#!/bin/sh\n${line}\n` }).startUp.outcome).toBe(expected);
  });
});
