/**
 * The world of the figure: a sequence of letters, and a forward pass through the transformer that has come
 * so far. The system's one action is the next step of the computation; a reader may edit the letters at
 * any time, and then all that was computed is computed again of the new ones.
 */
import type { Action, Event, Micros } from '@orrery/engine/model/action.ts'
import type { Setup, Step, World } from '@orrery/engine/model/model.ts'
import { forward, type Pass, type Rules, type Weights } from './forward.ts'
import { LENGTH, LETTERS, lettersOf } from './letters.ts'
import { at, zeros } from './matrix.ts'
import { withPhase, type Numbers } from './numbers.ts'
import { LAYERS, phasesOf, type Phase } from './phases.ts'
import masked from './weights/masked.json' with { type: 'json' }
import unmasked from './weights/unmasked.json' with { type: 'json' }
import { restored } from './weights.ts'

export interface AttentionWorld extends World {
  readonly setup: Setup
  readonly tokens: readonly string[]
  /** How many of them the model has appended. */
  readonly appended: number
  /** How many times the reader has edited. */
  readonly edits: number
  /** The place of the last step done in `phasesOf(setup)`. */
  readonly done: number
  /** What the picture follows: a position (counted from 0), and a head of each layer. */
  readonly query: number
  readonly heads: readonly number[]
  readonly numbers: Numbers
}

/** Between one step and the next. */
export const BEAT: Micros = 10_000

export const trainings = ['with the mask', 'without the mask'] as const
/** Sequences whose patterns were held out of training; a test says so. */
export const starts = ['headhea', 'cafecaf', 'cagcagc', 'gfedgfe', 'badgeba'] as const

const files = { 'with the mask': masked, 'without the mask': unmasked } as const
/** What the two trainings achieved, in percent of 2,000 unseen sequences' letters that follow. */
export const achieved = { masked: masked.made, unmasked: unmasked.made } as const

const loaded = new Map<string, Weights>()

export function weightsOf({ params }: Pick<Setup, 'params'>): Weights {
  const name = params['training'] === trainings[1] ? trainings[1] : trainings[0]
  const known = loaded.get(name) ?? restored(files[name])
  loaded.set(name, known)
  return known
}

export const rulesOf = ({ without }: Pick<Setup, 'without'>): Rules => ({
  mask: !without.includes('causal-mask'),
  scale: !without.includes('scale'),
})

interface Computed {
  readonly pass: Pass
  /** After each phase. */
  readonly numbers: Numbers[]
}

const computed = new Map<string, Computed>()
/** Passes kept: an explorer comes back to the same letters at each step. */
const kept = 200

function compute(setup: Setup, tokens: readonly string[]): Computed {
  const key = `${String(setup.params['training'])} ${setup.without.join()} ${tokens.join('')}`
  let known = computed.get(key)
  if (known === undefined) {
    if (computed.size >= kept) computed.clear()
    known = { pass: forward(weightsOf(setup), tokens.map(numberOf), rulesOf(setup)), numbers: [] }
    computed.set(key, known)
  }
  return known
}

export const numberOf = (letter: string): number => LETTERS.indexOf(letter)

/** The whole forward pass over these letters, with every digit. */
export const passOf = ({ setup, tokens }: Pick<AttentionWorld, 'setup' | 'tokens'>): Pass =>
  compute(setup, tokens).pass

function numbersAfter(setup: Setup, tokens: readonly string[], done: number): Numbers {
  const { pass, numbers } = compute(setup, tokens)
  const phases = phasesOf(setup)
  if (numbers[done] !== undefined) return numbers[done]
  const { embedding, position } = weightsOf(setup)
  const letter = zeros(tokens.length, embedding.cols)
  const place = zeros(tokens.length, embedding.cols)
  tokens.forEach((token, i) => {
    for (let j = 0; j < letter.cols; j++) {
      letter.data[i * letter.cols + j] = at(embedding, numberOf(token), j)
      place.data[i * place.cols + j] = at(position, i, j)
    }
  })
  for (let n = numbers.length; n <= done; n++)
    numbers.push(withPhase(numbers[n - 1] ?? { layers: [] }, phases[n]!, pass, letter, place))
  return numbers[done]!
}

export const phaseOf = ({ setup, done }: Pick<AttentionWorld, 'setup' | 'done'>): Phase =>
  phasesOf(setup)[done]!

/** The layer that the picture shows: the one at work, or the one before. */
export function layerShown(world: AttentionWorld): number {
  const { operation, layer } = phaseOf(world)
  return layer ?? (operation === 'tokens' || operation === 'embed' ? 0 : LAYERS - 1)
}

export function init(setup: Setup): AttentionWorld {
  const tokens = lettersOf(String(setup.params['start']))
  return {
    now: 0,
    setup,
    tokens,
    appended: 0,
    edits: 0,
    done: 0,
    // The last letter is the one to go on from; where nothing is hidden, the first sees most that it should not.
    query: rulesOf(setup).mask ? tokens.length - 1 : 0,
    heads: [1, 1],
    numbers: numbersAfter(setup, tokens, 0),
  }
}

/** The likeliest letter after a position. */
export function saidAfter(world: Pick<AttentionWorld, 'setup' | 'tokens'>, position: number): string {
  const { probabilities } = passOf(world)
  const row = LETTERS.map((_, j) => at(probabilities, position, j))
  return LETTERS[row.indexOf(Math.max(...row))]!
}

export const subjectOf = (position: number): string => `t${position + 1}`
export const headSubject = (layer: number, head: number): string => `head-${layer + 1}.${head + 1}`

function nextStep(world: AttentionWorld): Action | undefined {
  const phases = phasesOf(world.setup)
  const due = { by: 'system', at: world.now + BEAT } as const
  const next = phases[world.done + 1]
  if (next !== undefined) return { id: next.id, type: next.operation, ...due }
  return world.tokens.length < LENGTH ? { id: 'append', type: 'append', ...due } : undefined
}

/** The next step of the computation first; then what a reader may do. */
export function actions(world: AttentionWorld, types?: Pick<ReadonlySet<string>, 'has'>): Action[] {
  const step = nextStep(world)
  const list: Action[] = step === undefined ? [] : [step]
  const asked = { by: 'input', at: world.now } as const
  const wants = (type: string): boolean => types?.has(type) ?? true
  world.tokens.forEach((token, i) => {
    const subject = subjectOf(i)
    if (wants('look') && i !== world.query)
      list.push({ id: `look:${i + 1}`, type: 'look', ...asked, subject })
    if (!wants('set')) return
    for (const letter of LETTERS)
      if (letter !== token) list.push({ id: `set:${i + 1}:${letter}`, type: 'set', ...asked, subject })
  })
  if (wants('head'))
    world.heads.forEach((shown, layer) => {
      for (let h = 0; h < weightsOf(world.setup).heads; h++)
        if (h !== shown)
          list.push({
            id: `head:${layer + 1}.${h + 1}`,
            type: 'head',
            ...asked,
            subject: headSubject(layer, h),
          })
    })
  if (wants('again') && world.done > 0) list.push({ id: 'again', type: 'again', ...asked })
  return list
}

/** Any letters at all may be typed: `type:abcab`. */
export function find(world: AttentionWorld, id: string): Action | undefined {
  const typed = /^type:([a-h]{1,12})$/.exec(id)?.[1]
  if (typed !== undefined) return { id, type: 'type', by: 'input', at: world.now }
  return actions(world).find((action) => action.id === id)
}

/** @throws Error for an action that is not possible in this world */
export function step(world: AttentionWorld, action: Action): Step<AttentionWorld> {
  if (!(action.at >= world.now)) throw new RangeError(`${action.id} at ${action.at} is before ${world.now}`)
  if (find(world, action.id) === undefined) throw new Error(`${action.id} is not possible now`)
  const now = { ...world, now: action.at }
  const [type, what = '', letter = ''] = action.id.split(':')
  const event = (data: Event['data'], node?: string): Event => ({
    type: action.type,
    at: action.at,
    ...(node !== undefined && { node }),
    ...(data !== undefined && { data }),
  })
  switch (type) {
    case 'set': {
      const position = Number(what) - 1
      const tokens = world.tokens.map((token, i) => (i === position ? letter : token))
      const was = world.tokens[position]
      return {
        world: edited(now, tokens),
        events: [event({ position: position + 1, was, letter }, subjectOf(position))],
      }
    }
    case 'type': {
      const tokens = lettersOf(what)
      return {
        world: edited({ ...now, query: tokens.length - 1, appended: 0 }, tokens),
        events: [event({ tokens: what })],
      }
    }
    case 'look':
      return {
        world: { ...now, query: Number(what) - 1 },
        events: [event({ position: Number(what) }, subjectOf(Number(what) - 1))],
      }
    case 'head': {
      const [layer = 0, head = 0] = what.split('.').map((n) => Number(n) - 1)
      const heads = world.heads.map((shown, l) => (l === layer ? head : shown))
      return { world: { ...now, heads }, events: [event({ layer: layer + 1, head: head + 1 })] }
    }
    case 'again':
      return {
        world: { ...now, done: 0, numbers: numbersAfter(world.setup, world.tokens, 0) },
        events: [event({})],
      }
    case 'append': {
      const said = saidAfter(world, world.tokens.length - 1)
      const tokens = [...world.tokens, said]
      const query = world.query === world.tokens.length - 1 ? tokens.length - 1 : world.query
      const appended = world.appended + 1
      return {
        world: { ...now, tokens, query, appended, done: 0, numbers: numbersAfter(world.setup, tokens, 0) },
        events: [event({ letter: said, length: tokens.length }, subjectOf(tokens.length - 1))],
      }
    }
    default: {
      const done = world.done + 1
      const after = { ...now, done, numbers: numbersAfter(world.setup, world.tokens, done) }
      return { world: after, events: [event(toldOf(after))] }
    }
  }
}

function edited(world: AttentionWorld, tokens: readonly string[]): AttentionWorld {
  return {
    ...world,
    tokens,
    edits: world.edits + 1,
    appended: Math.min(world.appended, tokens.length),
    query: Math.min(world.query, tokens.length - 1),
    numbers: numbersAfter(world.setup, tokens, world.done),
  }
}

/** What there is to tell of the step just done, of the position and the head that are followed. */
function toldOf(world: AttentionWorld): Event['data'] {
  const { operation, layer } = phaseOf(world)
  if (layer === undefined) {
    if (operation !== 'choose') return undefined
    const said = saidAfter(world, world.query)
    const p = at(passOf(world).probabilities, world.query, numberOf(said))
    return { after: world.tokens.slice(0, world.query + 1).join(''), said, p }
  }
  const head = world.heads[layer]!
  const base = { layer: layer + 1, head: head + 1 }
  if (operation !== 'softmax') return base
  const { most, weight } = strongest(world, layer, head, world.query)
  return {
    ...base,
    query: world.query + 1,
    letter: world.tokens[world.query],
    key: most + 1,
    keyLetter: world.tokens[most],
    weight,
  }
}

/** The position that a query attends to most, and how much. */
export function strongest(
  world: AttentionWorld,
  layer: number,
  head: number,
  query: number,
): { readonly most: number; readonly weight: number } {
  const { weights } = passOf(world).layers[layer]!.heads[head]!
  let most = 0
  for (let j = 1; j < weights.cols; j++) if (at(weights, query, j) > at(weights, query, most)) most = j
  return { most, weight: at(weights, query, most) }
}
