import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { Source } from "../../src/text/source.ts";

const pyproject = { "/p/pyproject.toml": '[project]\nname = "x"\n\n[project.scripts]\nmy-app = "x.cli:main"\n' };

function said(lines: readonly string[], files: Readonly<Record<string, string>> = pyproject): string {
  const text = `${lines.join("\n")}\n`;
  const tree = memoryTree({ ...files, "/p/Dockerfile": text });
  const startUp = openProject(tree, new Source("/p/Dockerfile", text)).images[0]?.startUp;
  const reason = startUp?.paths[0]?.reason;
  return `${startUp?.outcome}: ${reason ? reasonWords(reason) : ""}`;
}

const copied = ["FROM python:3.12-slim", "WORKDIR /app", "COPY . ."];

describe("a command that installing the project makes is the user's own", () => {
  test.each([
    ["pip", [...copied, "RUN pip install --no-cache-dir .", 'CMD ["my-app", "serve"]']],
    ["pip with extras", [...copied, "RUN pip3 install -e .[prod]", 'CMD ["my-app"]']],
    ["python -m pip", [...copied, "RUN python -m pip install /app", 'ENTRYPOINT ["my-app"]']],
    ["uv", [...copied, "RUN uv sync --frozen", 'CMD ["/app/.venv/bin/my-app"]']],
    ["poetry", [...copied, "RUN poetry install --no-dev", 'CMD ["poetry", "run", "my-app"]']],
    [
      "another stage",
      [
        ...copied,
        "RUN pip install .",
        "FROM python:3.12-slim",
        "COPY --from=0 /usr/local /usr/local",
        'CMD ["my-app"]',
      ],
    ],
  ])("%s", (_, lines) => {
    expect(said(lines)).toBe("delivered: SIGTERM reaches my-app; how it is handled is up to your code");
  });

  test("setup.py and setup.cfg", () => {
    const setup = 'setup(entry_points={"console_scripts": [\n  "my-app = x.cli:main",\n]})\n';
    const lines = [...copied, "RUN pip install .", 'CMD ["my-app"]'];
    expect(said(lines, { "/p/setup.py": setup })).toMatch(/^delivered/);
    expect(
      said(lines, { "/p/setup.cfg": "[options.entry_points]\nconsole_scripts =\n    my-app = x.cli:main\n" }),
    ).toMatch(/^delivered/);
  });

  test("a shell in front keeps the signal", () => {
    expect(said([...copied, "RUN pip install .", "CMD cd / && my-app"])).toMatch(/^stuck: dash/);
  });
});

describe("is none", () => {
  test.each([
    ["where only requirements are installed", [...copied, "RUN pip install -r requirements.txt", 'CMD ["my-app"]']],
    ["under another name", [...copied, "RUN pip install .", 'CMD ["your-app"]']],
    ["of a package of others", [...copied, "RUN pip install my-app", 'CMD ["my-app"]']],
  ])("%s", (_, lines) => {
    expect(said(lines)).toMatch(/^unknown: /);
  });
});
