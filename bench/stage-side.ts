/** The part of the stage's bench that runs in a page: draws frames and times the scripting of each. */
import { frameAt } from '@orrery/stage/frame.ts'
import { stageCss } from '@orrery/stage/render/paint.ts'
import { createStage } from '@orrery/stage/render/stage.ts'
import { chatter } from '@orrery/stage/testing/chatter.ts'
import { themeCss } from '@orrery/stage/theme.ts'

export interface Frames {
  /** Messages in flight, on average. */
  readonly messages: number
  /** Milliseconds of script a frame. */
  readonly mean: number
  readonly worst: number
}

/** Plays a run for so many frames at its pace, as a figure would, and times `frameAt` and `draw`. */
export async function frames(
  nodes: number,
  messages: number,
  as: 'svg' | 'canvas',
  count: number,
): Promise<Frames> {
  document.head.innerHTML = `<style>${themeCss()}${stageCss()}</style>`
  document.body.innerHTML = '<div id="plate" style="width:960px"></div>'
  const plate = document.getElementById('plate')
  if (plate === null) throw new Error('there is no plate')
  const pace = 25_000
  const perFrame = pace / 60
  const start = 45_000
  const warmUp = 60
  const history = chatter(nodes, messages, Math.ceil(start + (count + warmUp) * perFrame))
  const stage = createStage(plate, { as })
  const times: number[] = []
  let flying = 0
  for (let i = 0; i < count + warmUp; i++) {
    await new Promise(requestAnimationFrame)
    const t = start + i * perFrame
    const began = performance.now()
    const scene = frameAt(history, t, { id: 'ring', layout: 'wide' }, { pace })
    stage.draw(scene, t)
    const took = performance.now() - began
    if (i < warmUp) continue
    times.push(took)
    flying += scene.marks.filter((mark) => mark.kind === 'message').length
  }
  stage.destroy()
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return { messages: flying / times.length, mean, worst: Math.max(...times) }
}

Object.assign(globalThis, { frames })
