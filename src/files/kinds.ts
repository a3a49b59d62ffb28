import { isComposeName, isDockerfileName, isYamlFileName, looksLikeDockerfile, mayBeAnotherFormat } from "./names.ts";

/** A kind of file that says how images are built or started: what it is called, and how it is told from others. */
export interface FileKind {
  /** One of them, with the article, and several: "a compose file", "compose files". */
  readonly title: string;
  readonly plural: string;
  /** What stands at the top of its text: "services". Undefined where its name alone tells it. */
  readonly keys: string | undefined;
  /** Whether a file of this name, in folders of these names from the top, is opened by a search. */
  isSought(name: string, folders: readonly string[]): boolean;
  /** Whether the text of a file that is sought bears its name out. It is read only where that does not tell enough. */
  isMeant(name: string, read: () => string): boolean;
  /** Whether a file that somebody names is one of these, whatever it is called and wherever it stands. */
  mayBe(name: string, text: string): boolean;
}

export const dockerfiles: FileKind = {
  title: "a Dockerfile",
  plural: "Dockerfiles",
  keys: undefined,
  isSought: (name) => isDockerfileName(name),
  isMeant: (name, read) => !mayBeAnotherFormat(name) || looksLikeDockerfile(read()),
  mayBe: (name, text) => isDockerfileName(name) || (!isYamlFileName(name) && looksLikeDockerfile(text)),
};

export const composeFiles: FileKind = {
  title: "a compose file",
  plural: "compose files",
  keys: "services",
  isSought: (name) => isComposeName(name),
  isMeant: () => true,
  mayBe: (name, text) => isComposeName(name) || (isYamlFileName(name) && /^["']?services["']?[ \t]*:/m.test(text)),
};

/** To open all YAML would take too long: manifests are sought in folders that are called after them. */
export const manifests: FileKind = {
  title: "a Kubernetes manifest",
  plural: "Kubernetes manifests",
  keys: "apiVersion and kind",
  isSought: (name, folders) => isYamlFileName(name) && folders.some(isManifestFolder),
  isMeant: (_, read) => startsContainers(read()),
  mayBe: (name, text) =>
    isYamlFileName(name) && /^["']?apiVersion["']?[ \t]*:/m.test(text) && /^["']?kind["']?[ \t]*:/m.test(text),
};

/** Every kind of file that is linted. */
export const fileKinds: readonly FileKind[] = [dockerfiles, composeFiles, manifests];

function isManifestFolder(name: string): boolean {
  return /^(?:k8s|kube|kubernetes|manifests)(?:[-_.].*)?$|[-_.](?:k8s|manifests)$/i.test(name);
}

/** Whether a manifest starts containers: enough to leave all other YAML alone without reading it as such. */
function startsContainers(text: string): boolean {
  return (
    /^kind:[ \t]*["']?(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod|List)\b/m.test(text) &&
    /^apiVersion:/m.test(text)
  );
}
