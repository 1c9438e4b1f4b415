/**
 * Fonts, cut from the npm packages to the characters that pages use and the weights that styles ask
 * for: 130 kB for six faces instead of 420. Written to site/.cache/fonts, where the style sheet and
 * the social pictures (which need TrueType and fixed weights) find them; made anew only when the
 * packages or this list change.
 */
import type { AstroIntegration } from 'astro'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

const require = createRequire(import.meta.url)
const fontFolder = fileURLToPath(new URL('../.cache/fonts/', import.meta.url))

const span = (from: number, to: number): string =>
  String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, i) => from + i))
const latin = span(0x20, 0x7e)
const characters = latin + span(0xa0, 0xff) + 'ıŒœ–—‘’“”†•…‹›€™−′″'
/** What the Latin files lack; unicode-range in fonts.css repeats it. */
const symbols = '←↑→↓↔⇒∅∈∞∧∨≠≤≥⊆⊥✓✗'

interface Face {
  readonly file: string
  readonly from: string
  readonly text: string
  readonly axes: Readonly<Record<string, number | { min: number; max: number }>>
  readonly format: 'woff2' | 'truetype'
}

const serif = '@fontsource-variable/source-serif-4/files/source-serif-4-latin'
const dejavu = 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'
const sans = '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2'
const mono = '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2'

const web: readonly Face[] = [
  {
    file: 'serif.woff2',
    from: `${serif}-wght-normal.woff2`,
    text: characters,
    axes: { wght: { min: 400, max: 600 } },
    format: 'woff2',
  },
  {
    file: 'serif-italic.woff2',
    from: `${serif}-wght-italic.woff2`,
    text: characters,
    axes: { wght: 400 },
    format: 'woff2',
  },
  // The optical size for headings, in the letters that headings need.
  {
    file: 'serif-display.woff2',
    from: `${serif}-opsz-normal.woff2`,
    text: latin + '–—‘’“”…',
    axes: { wght: { min: 400, max: 500 }, opsz: 40 },
    format: 'woff2',
  },
  {
    file: 'sans.woff2',
    from: sans,
    text: characters,
    axes: { wght: { min: 400, max: 600 } },
    format: 'woff2',
  },
  {
    file: 'mono.woff2',
    from: mono,
    text: characters,
    axes: { wght: { min: 400, max: 600 } },
    format: 'woff2',
  },
  { file: 'symbols.woff2', from: dejavu, text: symbols, axes: {}, format: 'woff2' },
]

const print: readonly Face[] = [
  {
    file: 'serif.ttf',
    from: `${serif}-wght-normal.woff2`,
    text: characters,
    axes: { wght: 400 },
    format: 'truetype',
  },
  {
    file: 'serif-italic.ttf',
    from: `${serif}-wght-italic.woff2`,
    text: characters,
    axes: { wght: 400 },
    format: 'truetype',
  },
  { file: 'sans.ttf', from: sans, text: characters, axes: { wght: 400 }, format: 'truetype' },
  { file: 'sans-600.ttf', from: sans, text: characters, axes: { wght: 600 }, format: 'truetype' },
  { file: 'mono.ttf', from: mono, text: characters, axes: { wght: 400 }, format: 'truetype' },
  { file: 'mono-600.ttf', from: mono, text: characters, axes: { wght: 600 }, format: 'truetype' },
  { file: 'symbols.ttf', from: dejavu, text: symbols, axes: {}, format: 'truetype' },
]

/** Makes the font files unless they are there and were made from the same list and packages. */
export async function makeFonts(): Promise<void> {
  const faces = [...web, ...print]
  const versions = [serif, sans, mono].map((path) =>
    readFileSync(require.resolve(path.replace(/\/files\/.*/, '/package.json')), 'utf8'),
  )
  const stamp = createHash('sha256')
    .update(JSON.stringify([faces, versions]))
    .digest('hex')
  const stampFile = join(fontFolder, 'stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  rmSync(fontFolder, { recursive: true, force: true })
  mkdirSync(dirname(stampFile), { recursive: true })
  for (const face of faces) {
    const cut = await subsetFont(readFileSync(require.resolve(face.from)), face.text, {
      targetFormat: face.format,
      variationAxes: face.axes,
      // Copyright, licence and the family names, which the cut would drop.
      preserveNameIds: [0, 1, 2, 13, 14, 16, 17],
    })
    writeFileSync(join(fontFolder, face.file), cut)
  }
  writeFileSync(stampFile, stamp)
}

/** Makes the fonts, and tells pages where the files for pictures are: FONT_FOLDER. */
export function fonts(): AstroIntegration {
  return {
    name: 'orrery-fonts',
    hooks: {
      'astro:config:setup': async ({ updateConfig }) => {
        await makeFonts()
        // A page's code is bundled elsewhere, so it cannot find the folder from where it is.
        updateConfig({ vite: { define: { 'import.meta.env.FONT_FOLDER': JSON.stringify(fontFolder) } } })
      },
    },
  }
}
