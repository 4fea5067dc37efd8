/** A provider that may carry a message, and how many of 100 messages try it first though it is not the first; null: its place decides. */
export interface RouteEntry {
  readonly provider: string;
  readonly share: number | null;
}

/** The lists that may say who carries an application's messages on a channel. */
export interface RouteLists {
  /** Chosen by the application itself. */
  readonly chosen?: readonly RouteEntry[] | undefined;
  /** Names that the operator's settings give it. */
  readonly ofSettings?: readonly string[] | undefined;
  /** What the deployment has, with the shares of its settings. */
  readonly all: readonly RouteEntry[];
}

export interface Route {
  readonly decidedBy: 'application' | 'settings' | 'deployment';
  /** In order; all of them are providers that the deployment has. */
  readonly entries: readonly RouteEntry[];
}

/**
 * What the application has chosen, else what the settings say of it, else all: the first of these lists that names a
 * provider which the deployment has. So a message never waits because its list is empty.
 */
export function routeFrom({ chosen = [], ofSettings = [], all }: RouteLists): Route {
  const known = (name: string) => all.find(({ provider }) => provider === name);
  const own = chosen.filter(({ provider }) => known(provider));
  if (own.length > 0) return { decidedBy: 'application', entries: own };
  const set = ofSettings.flatMap((name) => known(name) ?? []);
  return set.length > 0 ? { decidedBy: 'settings', entries: set } : { decidedBy: 'deployment', entries: all };
}
