/** Key frames as files that stand alone, one a theme: the transcript shows them, and paper prints them. */
import { explainers } from '@orrery/content/explainers/index.ts'
import { sceneToSvg } from '@orrery/stage/render/svg.ts'
import { themes } from '@orrery/stage/theme.ts'
import type { APIContext, GetStaticPaths } from 'astro'
import { builtExplainer } from '../../../lib/explainers.ts'
import { keyFrames } from '../../../lib/frames.ts'

export const getStaticPaths: GetStaticPaths = async () => {
  const slugs = Object.keys(explainers)
  const all = await Promise.all(
    slugs.map(async (slug) =>
      keyFrames(await builtExplainer(slug)).flatMap(({ id, scene, t }) =>
        (['paper', 'night'] as const).map((theme) => ({
          params: { slug, frame: `${id}.${theme}` },
          props: { svg: sceneToSvg(scene, { t, theme: themes[theme] }) },
        })),
      ),
    ),
  )
  return all.flat()
}

export function GET({ props }: APIContext<{ svg: string }>): Response {
  return new Response(props.svg, { headers: { 'content-type': 'image/svg+xml' } })
}
