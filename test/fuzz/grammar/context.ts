import type { Dice } from "../dice.ts";
import { beside } from "../input.ts";
import type { Input, InputFile } from "../input.ts";
import { dockerfile } from "./dockerfile.ts";
import { dressed } from "./hostile.ts";
import { script } from "./script.ts";
import { baseImage, baseline, config, hadolint, ignoreFile, packageJson, procfile } from "./settings.ts";
import { compose, manifests } from "./yaml.ts";

/** What a build context may have, how seldom (1: always), and how it is made. */
const parts: readonly (readonly [path: string, times: number, make: (dice: Dice) => string])[] = [
  ["/Dockerfile", 1, dockerfile],
  ["/run.sh", 1, script],
  ["/other.sh", 2, script],
  ["/b.Dockerfile", 10, dockerfile],
  ["/sub/Dockerfile", 20, dockerfile],
  ["/compose.yaml", 6, compose],
  ["/k8s/app.yaml", 8, manifests],
  ["/package.json", 5, packageJson],
  ["/deno.json", 40, (dice) => packageJson(dice).replace('"scripts"', '"tasks"')],
  ["/Procfile", 10, procfile],
  ["/.dockerignore", 10, ignoreFile],
  ["/Dockerfile.dockerignore", 40, ignoreFile],
  [beside.config, 8, config],
  [beside.baseline, 12, baseline],
  [beside.base, 12, baseImage],
  [beside.hadolint, 20, hadolint],
];

/** A build context of files that know of one another, now and then with files of pid1lint's own. */
export function context(dice: Dice): Input {
  const files = new Map<string, InputFile>();
  for (const [path, times, make] of parts) {
    if (dice.onceIn(times))
      files.set(path, { text: dressed(dice, make(dice)), executable: path.endsWith(".sh") && !dice.onceIn(8) });
  }
  if (dice.onceIn(3)) files.set("/app", { text: "\u007fELF\u0002\u0001\u0001", executable: true });
  if (dice.onceIn(60))
    files.set(
      dice.pick([
        "/__proto__",
        "/constructor/Dockerfile",
        "/a b\u202e.Dockerfile",
        "/::error::.Dockerfile",
        "/compose.\u001b[31m.yaml",
        "/%41.Dockerfile",
        "/<b>&\"'.Dockerfile",
        "/a\nb.Dockerfile",
      ]),
      { text: dockerfile(dice), executable: false },
    );
  return files;
}
