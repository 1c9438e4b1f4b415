import mdx from '@astrojs/mdx'
import { satteri } from '@astrojs/markdown-satteri'
import sitemap from '@astrojs/sitemap'
import solid from '@astrojs/solid-js'
import { defineConfig } from 'astro/config'
import { fonts } from './build/fonts.ts'
import { math } from './build/math.ts'
import { policy } from './build/policy.ts'
import { theme } from './build/theme.ts'

// Canonical links, the sitemap and social pictures need an address: SITE sets it where the site is hosted.
const site = process.env['SITE'] ?? 'http://localhost:4321'

export default defineConfig({
  site,
  outDir: '../dist',
  trailingSlash: 'always',
  // Only what is asked for is sent: nothing is fetched before a reader follows a link.
  prefetch: false,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never' },
  server: { port: Number(process.env['PORT'] ?? 4321) },
  markdown: {
    processor: satteri({ mdastPlugins: [math], features: { math: true } }),
    shikiConfig: {
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
    },
  },
  integrations: [
    fonts(),
    theme(),
    solid(),
    mdx(),
    sitemap({ filter: (page) => !page.endsWith('/404/') }),
    policy(),
  ],
  vite: {
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        onLog(level, log, handle) {
          // Astro's own mark in MDX modules, which it has read by then.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
        },
      },
    },
    worker: { format: 'es' },
  },
})
