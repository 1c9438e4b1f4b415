/** What pages there are. Lists, navigation, feeds, social pictures and the 404 page all ask here. */
import { getCollection, type CollectionEntry } from 'astro:content'
import { allKinds, kinds } from '@orrery/content/kinds.ts'
import { allExplainers } from '@orrery/content/explainers/index.ts'
import { allPlaygrounds } from '@orrery/content/playgrounds/index.ts'
import type { Kind } from '@orrery/content/types.ts'
import { addressOf } from './address.ts'

export interface Listed {
  readonly kind: Kind
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly group: string
  readonly href: string
  readonly published: string
  readonly updated: string
}

/** A page of prose that teaches: every kind but the explainers, which are data, and loose pages. */
export type Lesson = CollectionEntry<'prose'> & { data: { kind: Exclude<Kind, 'explainer'> } }

export async function lessons(): Promise<Lesson[]> {
  const all = await getCollection('prose')
  return all.filter((entry): entry is Lesson => entry.data.kind !== 'page')
}

/** Explainers and playgrounds are data with a page of their own. */
type Told = Omit<Listed, 'href'>
const fromData = (e: Told): Listed => ({
  kind: e.kind,
  slug: e.slug,
  title: e.title,
  description: e.description,
  group: e.group,
  href: addressOf(e.kind, e.slug),
  published: e.published,
  updated: e.updated,
})

function fromLesson(entry: Lesson): Listed {
  const { kind, title, description, group, published, updated } = entry.data
  const [folder, slug] = entry.id.split('/')
  if (slug === undefined || folder !== kinds[kind].folder)
    throw new Error(`content/${entry.id}.mdx: a ${kind} belongs in content/${kinds[kind].folder}/`)
  return { kind, slug, title, description, group, href: addressOf(kind, slug), published, updated }
}

/** Every page that teaches, kinds in the order of the navigation. */
export async function allPages(): Promise<Listed[]> {
  const told = [...(await allExplainers()), ...(await allPlaygrounds())]
  const listed = [...told.map(fromData), ...(await lessons()).map(fromLesson)]
  return allKinds.flatMap((kind) => listed.filter((page) => page.kind === kind))
}

/** The kinds that have pages: no empty shelves. */
export async function shelves(): Promise<{ kind: Kind; title: string; href: string }[]> {
  const pages = await allPages()
  return allKinds
    .filter((kind) => pages.some((page) => page.kind === kind))
    .map((kind) => ({ kind, title: kinds[kind].title, href: `/${kinds[kind].folder}/` }))
}

/** The pages of these slugs ("explainers/raft") that exist; others are on their way and not shown. */
export async function pagesNamed(names: readonly string[]): Promise<Listed[]> {
  const pages = await allPages()
  return names.flatMap((name) => pages.filter((page) => page.href === `/${name}/`))
}
