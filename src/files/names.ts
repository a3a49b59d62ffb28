const dockerfile = /^(?:docker|container)file(?:\..+)?$|.\.(?:docker|container)file$/is;
const leftover = /(?:\.dockerignore|\.swp|\.orig|\.rej|~)$/i;
const compose = /^(?:compose(?:\..+)?|docker-compose.*)\.ya?ml$/is;

/**
 * Whether a file of this name is taken for a Dockerfile: `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`,
 * `Containerfile`, ...
 */
export function isDockerfileName(name: string): boolean {
  return dockerfile.test(name) && !leftover.test(name);
}

const otherFormats = new RegExp(
  "\\.(?:[cm]?[jt]sx?|clj|cs|dart|el|erl|exs?|fs|go|gz|groovy|hs|html?|ini|java|json|kts?|lua|md|ml|nix|php|pl|ps1|" +
    "py|rb|rego|rs|rst|scala|sh|swift|tar|tgz|tmLanguage|tmPreferences|toml|txt|vim|xml|ya?ml|zip)$",
  "i",
);

/**
 * Whether the end of a Dockerfile's name is that of another format: `Dockerfile.py` may be for an image with Python, or
 * a program that writes one.
 */
export function mayBeAnotherFormat(name: string): boolean {
  return otherFormats.test(name);
}

/**
 * Whether a file of this name is taken for a compose file: `compose.yaml`, `compose.prod.yml`,
 * `docker-compose.override.yml`, ...
 */
export function isComposeName(name: string): boolean {
  return compose.test(name);
}

/** Whether a file of this name holds YAML. */
export function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** Whether manifests of Kubernetes are looked for in a folder of this name and below. */
export function isManifestFolder(name: string): boolean {
  return /^(?:k8s|kube|kubernetes|manifests)(?:[-_.].*)?$|[-_.](?:k8s|manifests)$/i.test(name);
}

/**
 * Whether a text looks like a manifest that starts containers: enough to leave all other YAML alone without reading it
 * as such.
 */
export function looksLikeManifest(text: string): boolean {
  return (
    /^kind:[ \t]*["']?(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod|List)\b/m.test(text) &&
    /^apiVersion:/m.test(text)
  );
}

/**
 * Whether a text of YAML may be a compose file or a manifest, whatever it is called: by the keys that every one has at
 * its top.
 */
export function mayStartContainers(text: string): boolean {
  return (
    /^["']?services["']?[ \t]*:/m.test(text) ||
    (/^["']?apiVersion["']?[ \t]*:/m.test(text) && /^["']?kind["']?[ \t]*:/m.test(text))
  );
}

/**
 * Whether a text of any name is meant for a Dockerfile: it begins with FROM or ARG. Python's `from x import y` is none.
 */
export function looksLikeDockerfile(text: string): boolean {
  const first =
    text
      .split(/\r?\n/)
      .map((line) => line.replace(/^\uFEFF/, "").trim())
      .find((line) => line !== "" && !line.startsWith("#")) ?? "";
  return /^(?:FROM|ARG)(?:\s|$)/.test(first) || /^(?:from(?:\s+--\S+)*\s+\S+(?:\s+as\s+\S+)?|arg\s+\S+)$/i.test(first);
}
