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

/** Whether a file of this name holds YAML, and is no Dockerfile: `Dockerfile.yml` may be one for an image with YAML. */
export function isYamlFileName(name: string): boolean {
  return isYamlName(name) && !isDockerfileName(name);
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
