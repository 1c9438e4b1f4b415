/** Addresses and titles, made in one place so that links, feeds and the 404 page agree. */
import { kinds } from '@orrery/content/kinds.ts'
import type { Kind } from '@orrery/content/types.ts'

/** The address of a page: `/explainers/raft/`. */
export const addressOf = (kind: Kind, slug: string): string => `/${kinds[kind].folder}/${slug}/`

/** The social picture of a page at an address: `/explainers/raft/` has `/social/explainers/raft.png`. */
export function pictureOf(path: string): string {
  const name = path.replace(/^\/|\/$|\.html$/g, '')
  return `/social/${name === '' ? 'home' : name}.png`
}
