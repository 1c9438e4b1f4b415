/**
 * Formulas, set at build. KaTeX writes MathML, which browsers lay out themselves: no style sheet, no
 * fonts, no inline styles that a strict policy would block, and screen readers can read it.
 */
import type { satteri } from '@astrojs/markdown-satteri'
import katex from 'katex'

type Plugin = NonNullable<NonNullable<Parameters<typeof satteri>[0]>['mdastPlugins']>[number]

const render = (tex: string, displayMode: boolean): { raw: string; mdxExpressions: boolean } => ({
  raw: katex.renderToString(tex, { displayMode, output: 'mathml', throwOnError: true, strict: 'error' }),
  mdxExpressions: false,
})

/** `$x$` and `$$x$$` in Markdown; a formula that does not parse fails the build. */
export const math: Plugin = {
  name: 'orrery-math',
  math: (node) => render(node.value, true),
  inlineMath: (node) => render(node.value, false),
}
