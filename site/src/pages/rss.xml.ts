import rss from '@astrojs/rss'
import type { APIContext } from 'astro'
import { allPages } from '../lib/pages.ts'

export async function GET(context: APIContext): Promise<Response> {
  const pages = await allPages()
  return rss({
    title: 'Orrery',
    description: 'Working models of the systems you build on',
    site: context.site!,
    items: pages.map(({ title, description, href, published }) => ({
      title,
      description,
      link: href,
      pubDate: new Date(published),
    })),
  })
}
