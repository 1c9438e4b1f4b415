/** Writes the look of the stage (colours, and how marks are painted) as a style sheet, site/.cache/theme.css. */
import { stageCss } from '@orrery/stage/render/paint.ts'
import { themeCss } from '@orrery/stage/theme.ts'
import type { AstroIntegration } from 'astro'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../.cache/theme.css', import.meta.url))

export function theme(): AstroIntegration {
  return {
    name: 'orrery-theme',
    hooks: {
      'astro:config:setup': () => {
        const css = `${themeCss()}\n${stageCss()}`
        if (existsSync(file) && readFileSync(file, 'utf8') === css) return
        mkdirSync(new URL('.', `file://${file}`), { recursive: true })
        writeFileSync(file, css)
      },
    },
  }
}
