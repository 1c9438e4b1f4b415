/** The island of the load balancing playground: the stage's component, given what the page says. */
import { playground } from '@orrery/content/playgrounds/load-balancing-distribution.ts'
import { Playground } from '@orrery/stage/playground/Playground.tsx'
import type { JSX } from 'solid-js'

interface Props {
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
}

export default function LoadBalancing(props: Props): JSX.Element {
  return <Playground options={playground} wide={props.wide} tall={props.tall} />
}
