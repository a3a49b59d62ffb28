import type { Language } from "./follow-imports.ts";

/**
 * Whether an application most likely sets no handler although it uses libraries that no table knows: it is built on a
 * server that is known to set none, and none of the others has a name of what would.
 *
 * @param quiet names of the libraries that are known to set none
 * @param unknown names of the others
 */
export function isLikelyUnhandled(
  quiet: readonly string[],
  unknown: readonly string[],
  { servers, libraryNamed }: Language,
): boolean {
  return (
    quiet.some((name) => servers.has(name)) &&
    unknown.length <= mostUnknown &&
    unknown.every((name) => libraryNamed(name) === undefined && !suspect.test(name))
  );
}

/** With more of them than this nobody can say that none is likely to. */
const mostUnknown = 12;

/** Words in the names of what takes part in starting and stopping, observes a process, or is a framework. */
const suspect = new RegExp(
  "shut|grace|exit|signal|termin|cluster|process|daemon|agent|apm|trac|telemetr|instrument|monitor|profil|metric|" +
    "boot|launch|kernel|framework|server|service|micro|worker|queue|job|cron|sched|bot\\b|cli\\b|browser|chrom|" +
    "puppet|playwright|electron|nest|next|nuxt|adonis|sails|strapi|feathers|keystone|payload|directus|kit\\b|core\\b|" +
    "common\\b|shared\\b|death|clean|forever|supervis|runner|runtime|platform|engine|broker|consumer|serverless|" +
    "tunnel|load|^@",
  "i",
);
