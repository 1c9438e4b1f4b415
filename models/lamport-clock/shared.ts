/** What the models of this folder share: where they come from, and the names of processes. */
import type { Source } from '@orrery/engine/model/model.ts'
import type { Params } from '@orrery/engine/model/params.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'

export const lamport1978: Source = {
  title: 'Time, Clocks, and the Ordering of Events in a Distributed System',
  authors: 'Leslie Lamport',
  year: 1978,
  where: 'Communications of the ACM 21(7), 558-565',
  url: 'https://lamport.azurewebsites.net/pubs/time-clocks.pdf',
}

export const vectorSources: readonly Source[] = [
  {
    title: 'Timestamps in Message-Passing Systems That Preserve the Partial Ordering',
    authors: 'Colin J. Fidge',
    year: 1988,
    where: '11th Australian Computer Science Conference, 56-66',
  },
  {
    title: 'Virtual Time and Global States of Distributed Systems',
    authors: 'Friedemann Mattern',
    year: 1989,
    where: 'Parallel and Distributed Algorithms, North-Holland, 215-226',
  },
]

export function processNames(params: Params): readonly NodeId[] {
  return ['A', 'B', 'C', 'D', 'E'].slice(0, Number(params['processes']))
}
