/**
 * What is in a page's HTML before any script runs: first frames, captions, the transcript. Made at build
 * from the same runs that the live figure makes again.
 */
import type { Event } from '@orrery/engine/model/action.ts'
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { judge, unjudged, verdictsAt } from '@orrery/engine/simulate/judge.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { captionHtml } from '../caption.ts'
import { frameAt } from '../frame.ts'
import { beatsOf, type Story } from '../player/story.ts'
import { sceneToSvg } from '../render/svg.ts'
import { firstRun } from './first-run.ts'
import {
  spaceTimeView,
  type ExplainerOutline,
  type FigureOptions,
  type FigureOutline,
  type ViewOutline,
} from './types.ts'

interface Entry<W extends World> {
  readonly model: Model<W>
}

export interface StillFigure<O extends FigureOutline = FigureOutline> {
  readonly outline: O
  /** SVG of the first frame, for wide and for tall spaces. */
  readonly wide: string
  readonly tall: string
}

export interface TranscriptStep {
  readonly id: string
  readonly title: string
  /** HTML. */
  readonly caption: string
  /** What changed in this step, in sentences. */
  readonly changes: readonly string[]
  /** The plate at the end of the step. */
  readonly svg: string
}

export interface StillExplainer extends StillFigure<ExplainerOutline> {
  readonly transcript: readonly TranscriptStep[]
  /** Claims that the run does not meet, as "step: claim". Any of them must fail the build. */
  readonly failed: readonly string[]
}

/** The sentences of a step that a transcript keeps: state changes before messages, and not more than these. */
const mostChanges = 12

export function stillExplainer<W extends World>(story: Story<W>, { model }: Entry<W>): StillExplainer {
  const { history, moments } = runScenario({ ...story.scenario, steps: story.steps }, model)
  const beats = beatsOf(story, history, moments)
  const steps = beats.map(({ id, title, caption }) => ({ id, title, caption: captionHtml(caption) }))
  const first = beats[0]
  const frames = stillsAt(
    history.fork(first?.index ?? 0),
    first?.until ?? 0,
    first?.view ?? story.view,
    first?.index ?? 0,
  )
  const transcript = beats.map((beat, i) => ({
    id: beat.id,
    title: beat.title,
    caption: steps[i]?.caption ?? '',
    changes: changesBetween(history, i === 0 ? -1 : beat.fromIndex, beat.index),
    svg: svgAt(history.fork(beat.index), beat.until, beat.view, 'wide'),
  }))
  return {
    ...frames,
    outline: {
      ...frames.outline,
      slug: story.slug,
      title: story.title,
      steps,
      caption: steps[0]?.caption ?? '',
    },
    transcript,
    failed: moments.flatMap(({ id, failed }) => failed.map((claim) => `${id}: ${claim}`)),
  }
}

export function stillFigure<W extends World>(spec: FigureOptions, { model }: Entry<W>): StillFigure {
  const history = firstRun(model, spec)
  const t = spec.warmUp ?? 0
  const { outline, wide, tall } = stillsAt(history, t, spec.view, history.length)
  return { outline: { ...outline, title: spec.title, caption: captionHtml(spec.caption) }, wide, tall }
}

function stillsAt<W extends World>(history: History<W>, t: number, view: string, index: number): StillFigure {
  const wide = svgAt(history, t, view, 'wide')
  const tall = svgAt(history, t, view, 'tall')
  const { model } = history
  const verdicts = verdictsAt(judge(unjudged, history, index), history, index)
  return {
    wide,
    tall,
    outline: {
      title: model.title,
      caption: '',
      views: viewsOf(history, history.world(0)),
      properties: verdicts.map(({ id, title, kind, verdict }) => ({ id, title, kind, verdict })),
      rules: model.rules.map(({ id, title, section }) => ({
        id,
        title,
        ...(section !== undefined && { section }),
      })),
    },
  }
}

function svgAt<W extends World>(history: History<W>, t: number, view: string, layout: 'wide' | 'tall') {
  return sceneToSvg(frameAt(history, t, { id: view, layout }), { t })
}

/** The model's views; and the run in space and time, where there are processes and no such view already. */
function viewsOf<W extends World>({ model }: History<W>, world: W): readonly ViewOutline[] {
  const own = model.views.map(({ id, title }) => ({ id, title }))
  const first = own[0]
  const processes =
    first === undefined
      ? 0
      : model.view(world, { id: first.id, layout: 'wide' }).marks.filter((mark) => mark.kind === 'node')
          .length
  if (processes < 2 || own.some(({ id }) => id === 'space-time')) return own
  return [...own, { id: spaceTimeView, title: 'Space-time' }]
}

function changesBetween<W extends World>(history: History<W>, from: number, to: number): readonly string[] {
  const told: { readonly event: Event; readonly text: string }[] = []
  for (let i = from + 1; i <= to; i++) {
    for (const event of history.events(i)) {
      const text = history.model.tell(event)
      if (text !== '') told.push({ event, text })
    }
  }
  if (told.length <= mostChanges) return told.map(({ text }) => text)
  const states = told.filter(({ event }) => event.message === undefined)
  const kept = states.length > 0 ? states.slice(-mostChanges) : told.slice(-mostChanges)
  const left = told.length - kept.length
  return [...kept.map(({ text }) => text), `And ${left} more events, of messages sent and received.`]
}
