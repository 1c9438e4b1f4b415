import { describe, expect, test } from 'vitest'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { frameAt } from './frame.ts'
import type { Drawn } from './render/shape.ts'
import { whereabouts } from './render/shapes-message.ts'
import { spaceTime, windowAt } from './space-time.ts'
import { chatter } from './testing/chatter.ts'

const view = { id: 'ring', layout: 'wide' } as const
const pace = 25_000
const markOf = (scene: Scene, id: string): Drawn | undefined => scene.marks.find((mark) => mark.id === id)
const spotOf = (scene: Scene, id: string, t: number): number => {
  const mark = markOf(scene, id)
  if (mark?.kind !== 'message') throw new Error(`${id} is not in the air`)
  return whereabouts(mark, t).x
}

/** A run until 60 ms, and the message in the air that is due last. */
function midRun() {
  const history = chatter(5, 20, 60_000)
  const world = history.world(history.length)
  const flight = world.flights.filter((each) => !each.lost).at(-1)
  if (flight === undefined) throw new Error('nothing is in the air')
  return { history, flight }
}

describe('a frame', () => {
  test('is a function of history and time: the same whatever was looked at before', () => {
    const times = [10_000, 44_444, 59_000, 20_500, 44_444]
    const warm = chatter(5, 20, 60_000)
    for (const t of times) {
      expect(frameAt(warm, t, view, { pace })).toEqual(frameAt(chatter(5, 20, 60_000), t, view, { pace }))
    }
  })

  test('does not jump between events', () => {
    const history = chatter(5, 20, 60_000)
    let before = frameAt(history, 40_000, view, { pace })
    for (let t = 40_050; t < 50_000; t += 50) {
      const scene = frameAt(history, t, view, { pace })
      for (const mark of scene.marks) {
        const old = markOf(before, mark.id)
        if (mark.kind !== 'message' || old?.kind !== 'message') continue
        const moved = Math.abs(whereabouts(mark, t).x - whereabouts(old, t - 50).x)
        expect(moved, `${mark.id} at ${t}`).toBeLessThan(2)
      }
      before = scene
    }
  })

  test('a message that is delivered late flies slower, and arrives when it does', () => {
    const { history, flight } = midRun()
    const at = flight.due + 30_000
    const late = history.take(`deliver:${flight.id}`, at)
    const half = (flight.sent + at) / 2
    const mark = markOf(frameAt(late, half, view), flight.id)
    expect(mark).toMatchObject({ due: at })
    expect(markOf(frameAt(late, at, view), flight.id)).toBeUndefined()
  })

  test('a held message waits where it is, and goes on from there', () => {
    const { history, flight } = midRun()
    const t = 60_000
    const held = history.take(`hold:${flight.id}`, t)
    const spot = spotOf(frameAt(history, t, view), flight.id, t)
    expect(spotOf(frameAt(held, t + 50_000, view), flight.id, t + 50_000)).toBeCloseTo(spot, 6)
    const released = held.take(`release:${flight.id}`, t + 50_000)
    expect(spotOf(frameAt(released, t + 50_000, view), flight.id, t + 50_000)).toBeCloseTo(spot, 6)
    // Looked back at, it flies at its own speed until it is stopped.
    const arrived = released.take(`deliver:${flight.id}`, flight.due + 50_000)
    expect(spotOf(frameAt(arrived, t - 100, view), flight.id, t - 100)).toBeCloseTo(
      spotOf(frameAt(history, t - 100, view), flight.id, t - 100),
      6,
    )
  })

  test('a message that the reader drops leaves a cross where it was, which fades', () => {
    const { history, flight } = midRun()
    const t = 60_000
    const spot = spotOf(frameAt(history, t, view), flight.id, t)
    const dropped = history.take(`drop:${flight.id}`, t)
    const cross = `${flight.id} lost`
    expect(spotOf(frameAt(dropped, t, view), cross, t)).toBeCloseTo(spot, 6)
    expect(spotOf(frameAt(dropped, t + 5_000, view, { pace }), cross, t + 5_000)).toBeCloseTo(spot, 6)
    expect(markOf(frameAt(dropped, t + 15_000, view, { pace }), cross)?.alpha).toBeLessThan(0.6)
    expect(markOf(frameAt(dropped, t + 25_000, view, { pace }), cross)).toBeUndefined()
    expect(markOf(frameAt(dropped, t, view), cross)?.subject).toBeUndefined()
  })

  test('a crash eases in: the old state fades over the new one and cannot be reached', () => {
    const history = chatter(5, 20, 60_000).take('crash:N2', 60_000)
    const just = frameAt(history, 60_200, view, { pace })
    const old = markOf(just, 'node N2 was')
    expect(old?.role).toBe('replica')
    expect(old?.subject).toBeUndefined()
    expect(old?.alpha).toBeGreaterThan(0.5)
    expect(markOf(just, 'node N2')?.role).toBe('failed')
    expect(markOf(frameAt(history, 60_000 + pace / 4, view, { pace }), 'node N2 was')).toBeUndefined()
  })

  test('without motion there is nothing in between', () => {
    const history = chatter(5, 20, 60_000).take('crash:N2', 60_000)
    for (let t = 60_000; t < 61_000; t += 100) {
      expect(frameAt(history, t, view).marks.some((mark) => 'alpha' in mark && mark.alpha !== 1)).toBe(false)
    }
  })
})

describe('the space-time diagram', () => {
  const history = chatter(4, 12, 90_000)

  test('has a dot for each choice at a process, and subjects that seek', () => {
    const { from, to } = windowAt(history, 60_000)
    const scene = spaceTime(history, { from, to, layout: 'wide' })
    const dots = scene.marks.filter((mark) => mark.kind === 'dot' && mark.subject !== undefined)
    expect(dots.length).toBeGreaterThan(20)
    for (const dot of dots) {
      const index = Number(/^e(\d+)$/.exec(dot.subject ?? '')?.[1])
      expect(history.timeOf(index)).toBeGreaterThanOrEqual(from)
      expect(history.timeOf(index)).toBeLessThanOrEqual(to)
    }
  })

  test('all marks lie within the picture, in both layouts, wherever the window is', () => {
    for (const layout of ['wide', 'tall'] as const) {
      for (const t of [0, 30_000, 88_000]) {
        const scene = spaceTime(history, { ...windowAt(history, t), layout, now: t })
        for (const mark of scene.marks) {
          if (mark.kind !== 'dot' && mark.kind !== 'link') continue
          const spots =
            mark.kind === 'dot'
              ? [[mark.x, mark.y]]
              : [
                  [mark.x1, mark.y1],
                  [mark.x2, mark.y2],
                ]
          for (const [x = NaN, y = NaN] of spots) {
            expect(x).toBeGreaterThanOrEqual(0)
            expect(x).toBeLessThanOrEqual(scene.width)
            expect(y).toBeGreaterThanOrEqual(0)
            expect(y).toBeLessThanOrEqual(scene.height)
          }
        }
      }
    }
  })

  test('selecting an event says of each other whether it was before, after or concurrent', () => {
    const { from, to } = windowAt(history, 60_000)
    const selected = history.indexAt(60_000)
    const scene = spaceTime(history, { from, to, layout: 'wide', selected })
    const said = scene.marks.flatMap((mark) =>
      mark.kind === 'dot' && mark.title ? [mark.title.split(':')[0]] : [],
    )
    expect(new Set(said)).toEqual(new Set(['Selected', 'Before', 'After', 'Concurrent']))
  })
})
