/** The pictures of a register on replicas. */
import type { Scene, View } from '@orrery/engine/model/scene.ts'
import type { QuorumWorld } from './state.ts'
import { drawHistory } from './view-history.ts'
import { drawQuorums } from './view-quorums.ts'

export const views = [
  { id: 'quorum', title: 'Quorums' },
  { id: 'history', title: 'What clients saw' },
] as const

export function view(world: QuorumWorld, asked: View): Scene {
  return asked.id === 'history' ? drawHistory(world, asked.layout) : drawQuorums(world, asked.layout)
}
