/** Pictures that travel: a frame as an SVG file with its colours and fonts inside. */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { sceneToSvg } from './render/svg.ts'
import { paper, type Theme } from './theme.ts'

/**
 * The frame as a standalone SVG file, on its plate. Fonts are named, with fallbacks, not embedded: a
 * picture of a few kilobytes that any program opens.
 */
export function exportSvg(scene: Scene, t: number, theme: Theme = paper): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${sceneToSvg(scene, { t, theme })}`
}
