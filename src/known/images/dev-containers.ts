import { bash, image, open, script, withTags } from "./image-rows.ts";
import type { ImageFamily, ImageSettings } from "./image-rows.ts";
import { sourced } from "../sources.ts";

const features = "features add no ENTRYPOINT to an image";

/** An image for editors: it sets what its base sets, which is the official image of the language. */
function editing(languages: string, settings: Partial<ImageSettings>): ImageFamily {
  const names = languages.split(" ");
  return image(
    names
      .flatMap((name) => [`mcr.microsoft.com/devcontainers/${name}`, `mcr.microsoft.com/vscode/devcontainers/${name}`])
      .join(" "),
    ["debian"],
    { user: undefined, ...settings },
    sourced(`devcontainers/images src/${names[0] ?? ""}/.devcontainer/Dockerfile; ${features}`),
  );
}

/** Images in which people work: a shell or a prompt, where nothing is served. */
export const devContainers = [
  withTags(editing("base", { cmd: ["bash"] }), {
    byVersion: [
      [/alpine/, "alpine"],
      [/ubuntu|bionic|focal|jammy|noble|resolute/, "ubuntu"],
    ],
    flavours: [[/alpine/, { cmd: ["/bin/sh"] }]],
  }),
  editing("javascript-node typescript-node", script("docker-entrypoint.sh", "node")),
  editing("python", { cmd: ["python3"] }),
  editing("ruby", { cmd: ["irb"] }),
  editing("go rust java cpp", { cmd: ["bash"] }),
  editing("dotnet", bash),
  editing("php", { ...script("docker-php-entrypoint", "apache2-foreground"), stopSignal: "SIGWINCH" }),
  image(
    "mcr.microsoft.com/devcontainers/* mcr.microsoft.com/vscode/devcontainers/*",
    ["debian"],
    open,
    sourced("devcontainers/images src/universal/.devcontainer/Dockerfile"),
  ),
  image(
    "gitpod/workspace-*",
    ["ubuntu"],
    { ...bash, user: "gitpod" },
    sourced("gitpod-io/workspace-images base/Dockerfile"),
  ),
];
