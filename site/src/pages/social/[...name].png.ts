/** The social pictures of all pages, made at build from each page's own first frame. */
import { explainers } from '@orrery/content/explainers/index.ts'
import { figureNamed } from '@orrery/content/figures.ts'
import { allPlaygrounds } from '@orrery/content/playgrounds/index.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { models } from '@orrery/models/index.ts'
import { stillPlay } from '@orrery/stage/playground/still.ts'
import type { APIContext, GetStaticPaths } from 'astro'
import { firstFrame } from '../../lib/first-frame.ts'
import { builtExplainer } from '../../lib/explainers.ts'
import { keyFrames } from '../../lib/frames.ts'
import { shelves } from '../../lib/pages.ts'
import { kinds } from '@orrery/content/kinds.ts'
import { socialPng, socialSvg } from '../../lib/social.ts'

type Props = { svg: string }

async function figurePicture(title: string, text: string, id: string): Promise<Props> {
  const spec = figureNamed(id)
  const { scene, t } = firstFrame(spec, (await models[spec.model]!()) as ModelEntry)
  return { svg: socialSvg(title, text, scene, t) }
}

async function explainerPicture(slug: string): Promise<Props> {
  const built = await builtExplainer(slug)
  const { title, description } = built.explainer
  const frame = keyFrames(built)[0]
  return { svg: socialSvg(title, description, frame?.scene, frame?.t ?? 0) }
}

export const getStaticPaths: GetStaticPaths = async () => {
  const home = 'Working models of the systems you build on'
  const paths = [
    {
      params: { name: 'home' },
      props: await figurePicture(home, 'Every figure is the real algorithm, running now.', 'home-raft'),
    },
    {
      params: { name: 'about' },
      props: await figurePicture(
        'About Orrery',
        'How the figures work, and what they leave out.',
        'about-raft',
      ),
    },
  ]
  for (const { kind, title } of await shelves())
    paths.push({
      params: { name: kinds[kind].folder },
      props: await figurePicture(title, kinds[kind].purpose, 'home-raft'),
    })
  for (const slug of Object.keys(explainers))
    paths.push({ params: { name: `explainers/${slug}` }, props: await explainerPicture(slug) })
  for (const playground of await allPlaygrounds()) {
    const { slug, title, description, warmUp } = playground
    const svg = socialSvg(title, description, stillPlay(playground).scene, warmUp)
    paths.push({ params: { name: `playgrounds/${slug}` }, props: { svg } })
  }
  return paths
}

export function GET({ props }: APIContext<Props>): Response {
  return new Response(socialPng(props.svg), { headers: { 'content-type': 'image/png' } })
}
