/** The stage in a real page: it takes over the build's frame, patches it, and lets itself be worked. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { frameAt } from '@orrery/stage/frame.ts'
import { stageCss } from '@orrery/stage/render/paint.ts'
import { createStage, type StageOptions } from '@orrery/stage/render/stage.ts'
import { sceneToSvg } from '@orrery/stage/render/svg.ts'
import type { Surface } from '@orrery/stage/render/surface.ts'
import { chatter } from '@orrery/stage/testing/chatter.ts'
import { themeCss } from '@orrery/stage/theme.ts'

const view = { id: 'ring', layout: 'wide' } as const
const history = chatter(5, 12, 70_000)
const frame = (t: number): Scene => frameAt(history, t, view, { pace: 25_000 })

let plate: HTMLElement
let stage: Surface | undefined
const open = (options: StageOptions = {}): Surface => (stage = createStage(plate, options))

beforeEach(() => {
  document.head.insertAdjacentHTML('beforeend', `<style id="look">${themeCss()}${stageCss()}</style>`)
  document.body.innerHTML = '<div id="plate" style="width:960px"></div>'
  const found = document.getElementById('plate')
  if (found === null) throw new Error('there is no plate')
  plate = found
})

afterEach(() => {
  stage?.destroy()
  document.getElementById('look')?.remove()
})

test('the frame that the build drew is taken over without a change', () => {
  const t = 50_000
  const html = sceneToSvg(frame(t), { t, interactive: true })
  plate.innerHTML = html
  const built = plate.querySelector('svg')
  const nodes = [...plate.querySelectorAll('*')]
  open().draw(frame(t), t)
  expect(plate.querySelector('svg')).toBe(built)
  expect([...plate.querySelectorAll('*')]).toEqual(nodes)
})

test('after any frames the page holds what drawing the last one alone gives', () => {
  open()
  for (const t of [40_000, 41_000, 55_000, 52_000, 61_234]) stage?.draw(frame(t), t)
  const patched = plate.innerHTML
  plate.innerHTML = ''
  stage = undefined
  open().draw(frame(61_234), 61_234)
  const sorted = (html: string): string[] =>
    html.replaceAll(/ (aria-pressed|tabindex)="[^"]*"/g, '').split('<g ')
  expect(sorted(patched)).toEqual(sorted(plate.innerHTML))
})

test('a frame in which only messages move writes few attributes and makes no elements', () => {
  open().draw(frame(50_000), 50_000)
  const observer = new MutationObserver(() => undefined)
  observer.observe(plate, { subtree: true, childList: true, attributes: true })
  const next = history.timeOf(history.indexAt(50_000)) + 1
  const scene = frameAt(history, next, view)
  stage?.draw(scene, next)
  observer.takeRecords()
  stage?.draw(scene, next + 20)
  const records = observer.takeRecords()
  const moving = scene.marks.filter(
    (mark) => mark.kind === 'message' || (mark.kind === 'node' && mark.timer),
  ).length
  expect(records.filter((record) => record.type === 'childList')).toEqual([])
  expect(records.length).toBeLessThanOrEqual(2 * moving)
})

test('a node is chosen by pointer and by key, and nothing by the ground', () => {
  const chosen: (string | undefined)[] = []
  open({ onSelect: (subject) => chosen.push(subject) }).draw(frame(50_000), 50_000)
  const node = plate.querySelector<SVGGElement>('[data-subject=N2]')
  node?.querySelector('.o-disc')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  node?.focus()
  expect(document.activeElement).toBe(node)
  node?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  stage?.element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  expect(chosen).toEqual(['N2', 'N2', undefined])
  stage?.select('N2')
  expect(node?.classList.contains('m-selected')).toBe(true)
  expect(node?.getAttribute('aria-pressed')).toBe('true')
})

test('when a message with the focus arrives, the focus stays in the figure', () => {
  open().draw(frame(50_000), 50_000)
  const mark = frame(50_000).marks.find((each) => each.kind === 'message')
  const group = plate.querySelector<SVGGElement>(`[data-subject=${mark?.subject ?? ''}]`)
  group?.focus()
  expect(document.activeElement).toBe(group)
  stage?.draw(frame(5_000), 5_000)
  expect(group?.isConnected).toBe(false)
  expect(plate.contains(document.activeElement)).toBe(true)
})

test.each(['svg', 'canvas'] as const)('a line drawn across the %s plate parts the nodes', (as) => {
  const cuts: (readonly string[])[] = []
  open({ as, onCut: (left, right) => cuts.push(left, right) }).draw(frame(5_000), 5_000)
  const target = as === 'svg' ? stage?.element : plate.querySelector('canvas')
  const box = target?.getBoundingClientRect()
  if (!target || !box) throw new Error('nothing to draw on')
  // Pointer capture needs a real pointer.
  target.setPointerCapture = () => undefined
  const at = (type: string, x: number, y: number): void => {
    const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height }
    target.dispatchEvent(new PointerEvent(type, { ...place, bubbles: true, button: 0, pointerType: 'mouse' }))
  }
  at('pointerdown', 0.02, 0.55)
  at('pointermove', 0.5, 0.52)
  at('pointermove', 0.98, 0.5)
  at('pointerup', 0.98, 0.5)
  expect(cuts.map((side) => [...side].sort())).toEqual([
    ['N1', 'N2', 'N5'],
    ['N3', 'N4'],
  ])
  expect(plate.querySelector('.o-cut')).toBeNull()
})

test('a crowd is drawn on a canvas, with a list for keyboard and screen reader; then SVG again', () => {
  const crowd = chatter(8, 220, 60_000)
  const chosen: (string | undefined)[] = []
  open({ onSelect: (subject) => chosen.push(subject) }).draw(frameAt(crowd, 1_000, view), 1_000)
  expect(plate.querySelector('svg')).not.toBeNull()
  stage?.draw(frameAt(crowd, 59_000, view), 59_000)
  const canvas = plate.querySelector('canvas')
  expect(plate.querySelector('svg')).toBeNull()
  expect(canvas?.width).toBeGreaterThan(900)
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
  expect(new Set(pixels).size).toBeGreaterThan(20)
  const button = [...plate.querySelectorAll('button')].find((each) => each.textContent === 'N3')
  button?.click()
  expect(chosen).toEqual(['N3'])
  stage?.draw(frameAt(crowd, 1_000, view), 1_000)
  expect(plate.querySelector('canvas')).toBeNull()
})
