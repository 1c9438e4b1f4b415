/** The part of the load balancing bench that runs in a page: a playground's desk, plates and charts at full speed. */
import { loadBalancing } from '@orrery/models/load-balancing/index.ts'
import { reportOf } from '@orrery/models/load-balancing/report.ts'
import { namesOf, pathOf } from '@orrery/stage/playground/chart.ts'
import { curve, longestLines, overTime } from '@orrery/stage/playground/charts.ts'
import { PlayDesk } from '@orrery/stage/playground/desk.ts'
import { stageCss } from '@orrery/stage/render/paint.ts'
import { createStage } from '@orrery/stage/render/stage.ts'
import { themeCss } from '@orrery/stage/theme.ts'

export interface Flown {
  /** Requests simulated in a second of wall time, of all sides together. */
  readonly requests: number
  readonly frames: number
  /** Frames that took longer than 1.5 sixtieths of a second, as a share. */
  readonly late: number
  /** Milliseconds of script a frame. */
  readonly script: number
}

/** Plays for so many seconds at this speed, drawing every frame, and charts six times a second. */
export async function fly(
  choices: readonly (readonly string[])[],
  speed: number,
  seconds: number,
): Promise<Flown> {
  document.head.innerHTML = `<style>${themeCss()}${stageCss()}</style>`
  document.body.innerHTML = `${choices.map(() => '<div class="plate" style="width:600px"></div>').join('')}<svg><path /></svg>`
  const path = document.querySelector('path')
  const stages = [...document.querySelectorAll('.plate')].map((plate) => createStage(plate, { as: 'canvas' }))
  const desk = new PlayDesk(
    7,
    speed,
    choices.map((ids) => ids.map((id) => ({ id, at: 0 }))),
  )
  desk.playing = true
  const count = (): number => desk.flows.reduce((sum, { state }) => sum + state.arrived, 0)
  let [frames, late, script, reading] = [0, 0, 0, 0]
  let last = await new Promise<number>(requestAnimationFrame)
  // The first frames compile; they do not count.
  const warm = last + 1000
  let from = count()
  let began = last
  for (;;) {
    const now = await new Promise<number>(requestAnimationFrame)
    const wall = now - last
    last = now
    const at = performance.now()
    desk.frame(wall, () => performance.now())
    desk.flows.forEach(({ state }, i) => {
      stages[i]?.draw(loadBalancing.view(state, { id: 'flows', layout: 'wide' }), state.now)
    })
    if (now - reading > 150) {
      reading = now
      const worlds = desk.flows.map(({ state }) => state)
      worlds.map(reportOf)
      for (const chart of [overTime(worlds), curve(worlds), longestLines(worlds)]) {
        namesOf(chart)
        for (const line of chart.lines) path?.setAttribute('d', pathOf(chart, line))
      }
    }
    const took = performance.now() - at
    if (now < warm) {
      from = count()
      began = now
      continue
    }
    frames += 1
    script += took
    if (wall > 25) late += 1
    if (now - began >= seconds * 1000) break
  }
  for (const stage of stages) stage.destroy()
  const time = (last - began) / 1000
  return {
    requests: (count() - from) / time,
    frames: frames / time,
    late: late / frames,
    script: script / frames,
  }
}

Object.assign(globalThis, { fly })
