/** Social pictures, 1200 x 630: a page's own first frame on a plate, its title beside it. */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { escape, sceneToSvg } from '@orrery/stage/render/svg.ts'
import { fonts, paper } from '@orrery/stage/theme.ts'
import { Resvg } from '@resvg/resvg-js'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const fontFolder = String(import.meta.env['FONT_FOLDER'])
const fontFiles = readdirSync(fontFolder)
  .filter((file) => file.endsWith('.ttf'))
  .map((file) => join(fontFolder, file))

/** resvg takes one family, by the name that is in the file. */
const family = { serif: 'Source Serif 4', sans: 'Instrument Sans', mono: 'JetBrains Mono' }

const width = 1200
const height = 630
const { ground, plate, ink, soft, line, hairline, brass } = paper.colours

/** Breaks words into lines of at most so many letters. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function lines(texts: readonly string[], x: number, y: number, step: number, attributes: string): string {
  return texts
    .map((text, i) => `<text x="${x}" y="${y + i * step}" ${attributes}>${escape(text)}</text>`)
    .join('')
}

/** The part of a scene that has marks in it, with a margin: small pictures leave no room for empty space. */
function cropped({ width, height, marks }: Scene): string {
  const xs: number[] = []
  const ys: number[] = []
  for (const mark of marks) {
    if ('points' in mark) {
      for (const [x, y] of mark.points) {
        xs.push(x)
        ys.push(y)
      }
    } else if ('x1' in mark) {
      xs.push(mark.x1, mark.x2)
      ys.push(mark.y1, mark.y2)
    } else {
      const r = 'r' in mark ? mark.r : 0
      xs.push(mark.x - r, mark.x + r + ('width' in mark ? mark.width : 0))
      ys.push(mark.y - r, mark.y + r + ('height' in mark ? mark.height : 0))
    }
  }
  const margin = 44
  const left = Math.max(0, Math.min(...xs) - margin)
  const top = Math.max(0, Math.min(...ys) - margin)
  const right = Math.min(width, Math.max(...xs) + margin)
  const bottom = Math.min(height, Math.max(...ys) + margin)
  return `${left} ${top} ${right - left} ${bottom - top}`
}

/** The scene's SVG as an inner element of the given size, in its own proportions, centred. */
function inset(scene: Scene, t: number, x: number, y: number, w: number, h: number): string {
  return sceneToSvg(scene, { t, theme: paper })
    .replace(
      /^<svg [^>]*>/,
      `<svg x="${x}" y="${y}" width="${w}" height="${h}" viewBox="${cropped(scene)}" preserveAspectRatio="xMidYMid meet">`,
    )
    .replaceAll(fonts.serif, family.serif)
    .replaceAll(fonts.sans, family.sans)
    .replaceAll(fonts.mono, family.mono)
}

/** One picture as SVG; `scene` is the first frame of the page's figure. */
export function socialSvg(title: string, description: string, scene: Scene | undefined, t: number): string {
  const column = scene ? 400 : 1040
  const heading = wrap(title, scene ? 16 : 40)
  const text = wrap(description, scene ? 34 : 88).slice(0, 6)
  const below = 190 + (heading.length - 1) * 58 + 50
  const serif = `font-family="${family.serif}"`
  const frame = scene
    ? `<rect x="498.5" y="42.5" width="659" height="545" fill="none" stroke="${hairline}"/>
<rect x="504.5" y="48.5" width="647" height="533" fill="${plate}" stroke="${line}"/>
${inset(scene, t, 520, 64, 616, 502)}`
    : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="${ground}"/>
<g transform="translate(60 62) scale(1.75)" fill="none" stroke="${ink}" stroke-width="1.4">
<circle cx="12" cy="12" r="9.75"/><circle cx="12" cy="12" r="5.5"/><circle cx="12" cy="12" r="2.1" fill="${brass}"/>
<circle cx="12" cy="2.25" r="1.8" fill="${ink}" stroke="none"/><circle cx="16.9" cy="14.6" r="1.6" fill="${ink}" stroke="none"/>
</g>
<text x="116" y="93" ${serif} font-size="29" fill="${ink}">Orrery</text>
${lines(heading, 60, 190, 58, `${serif} font-size="52" fill="${ink}"`)}
${lines(text, 60, below, 34, `${serif} font-size="23" fill="${soft}"`)}
<rect x="60" y="560" width="${Math.min(column, 120)}" height="3" fill="${brass}"/>
${frame}
</svg>`
}

/** Draws it with the fonts of the pages. */
export function socialPng(svg: string): Uint8Array<ArrayBuffer> {
  const picture = new Resvg(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Source Serif 4' },
  })
  return new Uint8Array(picture.render().asPng())
}
