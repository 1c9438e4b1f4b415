/** An explainer's island: the stage's component, given the content that it cannot import itself. */
import { explainers } from '@orrery/content/explainers/index.ts'
import { ExplainerFigure } from '@orrery/stage/figure/ExplainerFigure.tsx'
import type { ExplainerOutline } from '@orrery/stage/figure/types.ts'
import type { JSX } from 'solid-js'

interface Props {
  readonly slug: string
  readonly outline: ExplainerOutline
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
}

export default function Explainer(props: Props): JSX.Element {
  return (
    <ExplainerFigure
      outline={props.outline}
      wide={props.wide}
      tall={props.tall}
      load={async () => {
        const load = explainers[props.slug]
        if (load === undefined) throw new Error(`there is no explainer “${props.slug}”`)
        return load()
      }}
    />
  )
}
