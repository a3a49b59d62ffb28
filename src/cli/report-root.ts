import { dirname, inside } from "../files/tree.ts";
import type { FileChange } from "../files/tree.ts";
import { repositoryTop } from "../files/repository.ts";

/**
 * Where `git apply` takes a patch: the repository of the first file, or the working directory, or a folder above them
 * that all files are in.
 */
export function patchRoot(changes: readonly FileChange[], folder: string): string {
  return shared(
    changes.map(({ path }) => path),
    folder,
  );
}

/**
 * What a platform takes for the top of its files: the repository of the working directory, if it holds all files
 * linted; else as for a patch.
 */
export function reportRoot(paths: readonly string[], folder: string): string {
  const top = repositoryTop(folder) ?? folder;
  return paths.every((path) => inside(top, path)) ? top : shared(paths, folder);
}

function shared(paths: readonly string[], folder: string): string {
  let root = (paths[0] && repositoryTop(dirname(paths[0]))) ?? folder;
  while (!paths.every((path) => inside(root, path))) root = dirname(root);
  return root;
}

/**
 * Address below which the files of the commit can be read, on a runner of GitHub's or GitLab's; undefined elsewhere.
 */
export function filesUrl(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: sha,
    CI_PROJECT_URL: project,
    CI_COMMIT_SHA: commit,
  } = env;
  if (server && repository && sha) return `${server}/${repository}/blob/${sha}/`;
  return project && commit ? `${project}/-/blob/${commit}/` : undefined;
}
