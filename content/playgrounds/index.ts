/** All playgrounds, by slug. Loaded when asked for. */
import type { Playground } from '../types.ts'
import type { Report } from '@orrery/models/load-balancing/report.ts'

export const playgrounds: Readonly<Record<string, () => Promise<Playground<Report>>>> = {
  'load-balancing-distribution': async () => (await import('./load-balancing-distribution.ts')).playground,
}

export async function allPlaygrounds(): Promise<readonly Playground<Report>[]> {
  return Promise.all(Object.values(playgrounds).map((load) => load()))
}
