/** A run as a file: the picture of a moment, or all of it as a trace. */
import type { World } from '@orrery/engine/model/model.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { toShiviz, toTrace } from '@orrery/engine/simulate/export.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { exportSvg } from '../export.ts'
import { spaceTimeView } from '../figure/types.ts'
import { frameAt } from '../frame.ts'
import { spaceTime, windowAt } from '../space-time.ts'
import { themes } from '../theme.ts'

export interface SavedFile {
  readonly name: string
  readonly type: string
  readonly text: string
}

export function fileOf<W extends World>(
  history: History<W>,
  t: number,
  view: string,
  kind: 'svg' | 'json' | 'shiviz',
  theme: 'paper' | 'night',
): SavedFile {
  const name = `${history.model.id}-seed-${history.setup.seed}`
  switch (kind) {
    case 'svg':
      return {
        name: `${name}.svg`,
        type: 'image/svg+xml',
        text: exportSvg(sceneOfView(history, t, view), t, themes[theme]),
      }
    case 'json':
      return {
        name: `${name}.json`,
        type: 'application/json',
        text: JSON.stringify(toTrace(history), null, 1),
      }
    case 'shiviz':
      return { name: `${name}.shiviz.log`, type: 'text/plain', text: toShiviz(history) }
  }
}

function sceneOfView<W extends World>(history: History<W>, t: number, view: string): Scene {
  return view === spaceTimeView
    ? spaceTime(history, { ...windowAt(history, t), layout: 'wide', now: t })
    : frameAt(history, t, { id: view, layout: 'wide' })
}

export function download(file: SavedFile): void {
  const address = URL.createObjectURL(new Blob([file.text], { type: file.type }))
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  // The browser has taken hold of the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}
