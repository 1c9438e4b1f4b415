/**
 * A frame: what a run looks like at a moment. It is a function of (history, time, view, pace) and of
 * nothing else, so playing, scrubbing back, printing and testing show the same pictures.
 */
import type { Event, Micros } from '@orrery/engine/model/action.ts'
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { Mark, MessageMark, Scene, View } from '@orrery/engine/model/scene.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { between, sameLook } from './frame-tween.ts'
import type { Drawn } from './render/shape.ts'
import { progress } from './render/shapes-message.ts'

export interface FrameOptions {
  /**
   * Simulated microseconds that pass in a second of the reader's time (pace times speed). Changes are
   * eased over a quarter of such a second. Without it nothing is in between: each world's own scene,
   * which is what readers see who asked for less motion.
   */
  readonly pace?: number
}

/** Shares of a second: a change eases in; the cross of a lost message stays a little. */
const easing = 0.25
const lingering = 0.8
/** More changes at once than this are too many to follow: they happen without easing. */
const followed = 24

/** The scene of the history's world at `t`, with messages under way and recent changes easing in. */
export function frameAt<W extends World>(
  history: History<W>,
  t: Micros,
  view: View,
  options: FrameOptions = {},
): Scene {
  const last = history.indexAt(t)
  const sceneAt = (index: number): Scene => sceneOf(history.model, history.world(index), view)
  const scene = sceneAt(last)
  const { pace } = options
  const place = (mark: Mark): Drawn => (mark.kind === 'message' ? onItsWay(history, mark) : mark)

  let marks: readonly Drawn[] = scene.marks.map(place)
  if (pace !== undefined) {
    const window = pace * easing
    let first = last
    while (first > 0 && last - first < followed && t - history.timeOf(first) < window) first -= 1
    if (first < last && last - first < followed)
      marks = eased(marks, changes(sceneAt, history, first, last), place, t, window)
  }
  const crosses = lostLately(history, sceneAt, last, t, pace)
  if (crosses.length > 0) marks = [...marks, ...crosses]
  return { ...scene, marks }
}

const scenes = new WeakMap<World, Map<string, Scene>>()
/** The scene made last of each view of a model. */
const latest = new WeakMap<object, Map<string, ReadonlyMap<string, Mark>>>()

/** The model's view of a world, made once. Marks that did not change are the same objects as before. */
export function sceneOf<W extends World>(model: Model<W>, world: W, view: View): Scene {
  const key = `${view.layout} ${view.id}`
  const known = inner(scenes, world)
  let scene = known.get(key)
  if (scene !== undefined) return scene
  const before = inner(latest, model).get(key)
  const made = model.view(world, view)
  const marks = made.marks.map((mark) => {
    const old = before?.get(mark.id)
    return old !== undefined && equal(old, mark) ? old : mark
  })
  scene = { ...made, marks }
  known.set(key, scene)
  inner(latest, model).set(key, byId(scene))
  return scene
}

function inner<K extends object, V>(map: WeakMap<K, Map<string, V>>, key: K): Map<string, V> {
  let found = map.get(key)
  if (found === undefined) map.set(key, (found = new Map<string, V>()))
  return found
}

/** Equality of plain data, as marks are. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}

/* Messages */

const placed = new WeakMap<
  MessageMark,
  { readonly arrival: Micros | undefined; readonly mark: Drawn<MessageMark> }
>()

/** A message that flies at the speed at which it will really arrive in this history, as far as it is known. */
function onItsWay<W extends World>(history: History<W>, mark: MessageMark): Drawn<MessageMark> {
  const id = mark.subject ?? mark.id
  const arrival = history.arrival(id)
  const known = placed.get(mark)
  if (known !== undefined && known.arrival === arrival) return known.mark
  const found = { arrival, mark: settle(history, mark, id, arrival) }
  placed.set(mark, found)
  return found.mark
}

function settle<W extends World>(
  history: History<W>,
  mark: MessageMark,
  id: string,
  arrival: Micros | undefined,
): Drawn<MessageMark> {
  if (mark.held) {
    const heldAt = lastTime(history, `hold:${id}`)
    return heldAt === undefined ? mark : { ...mark, heldAt }
  }
  if (arrival === undefined || arrival === mark.due) return mark
  // Dropped or held under way, it flies at its own speed until then.
  const index = history.indexAt(arrival)
  if (endedBy(history, index, id) === 'drop') return mark
  if (arrival > mark.due && lastTime(history, `hold:${id}`, history.indexAt(mark.sent)) !== undefined)
    return mark
  return { ...mark, due: Math.max(arrival, mark.sent + 1) }
}

/** The type of the event that took a message out of the air, among the entries at the time of entry `index`. */
function endedBy<W extends World>(history: History<W>, index: number, id: string): string | undefined {
  const at = history.timeOf(index)
  for (let i = index; i > 0 && history.timeOf(i) === at; i--) {
    const event = history.events(i).find((each) => each.message?.id === id && isEnd(each))
    if (event !== undefined) return event.type
  }
  return undefined
}

const isEnd = (event: Event): boolean => event.type === 'receive' || event.type === 'drop'

/** When this choice was last taken, after entry `since`. */
function lastTime<W extends World>(history: History<W>, choice: string, since = 0): Micros | undefined {
  for (let i = history.length; i > since; i--) if (history.choice(i).id === choice) return history.timeOf(i)
  return undefined
}

/** Crosses where messages were lost a moment ago. */
function lostLately<W extends World>(
  history: History<W>,
  sceneAt: (index: number) => Scene,
  last: number,
  t: Micros,
  pace: number | undefined,
): Drawn[] {
  const crosses: Drawn[] = []
  const span = pace === undefined ? 0 : pace * lingering
  for (let i = last; i > 0 && last - i < followed; i--) {
    const age = t - history.timeOf(i)
    if (pace === undefined ? i < last : age >= span) break
    for (const event of history.events(i)) {
      if (event.type !== 'drop' || event.message === undefined) continue
      const id = event.message.id
      const found = sceneAt(i - 1).marks.find(
        (mark) => mark.kind === 'message' && (mark.subject ?? mark.id) === id,
      )
      if (found?.kind !== 'message') continue
      const { subject: _subject, title: _title, held: _held, ...rest } = onItsWay(history, found)
      const lost = rest.lost ?? progress(rest, history.timeOf(i))
      const share = span === 0 ? 0 : age / span
      const alpha = share < 0.5 ? 1 : 2 - 2 * share
      // It was lost by now, whenever it was due.
      crosses.push({
        ...rest,
        id: `${rest.id} lost`,
        lost,
        due: Math.min(rest.due, history.timeOf(i)),
        alpha,
      })
    }
  }
  return crosses
}

/* Changes */

interface Change {
  readonly at: Micros
  /** As it was; undefined if the mark is new. */
  readonly before: Mark | undefined
}

/** The last change of each mark between the scenes of entries `first` and `last`. */
function changes<W extends World>(
  sceneAt: (index: number) => Scene,
  history: History<W>,
  first: number,
  last: number,
): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>()
  let before = byId(sceneAt(first))
  for (let i = first + 1; i <= last; i++) {
    const after = byId(sceneAt(i))
    const at = history.timeOf(i)
    for (const [id, mark] of after) {
      const old = before.get(id)
      if (old !== mark && (old === undefined || !sameLook(old, mark))) found.set(id, { at, before: old })
    }
    for (const [id, old] of before) if (!after.has(id)) found.set(id, { at, before: old })
    before = after
  }
  return found
}

const maps = new WeakMap<Scene, ReadonlyMap<string, Mark>>()

function byId(scene: Scene): ReadonlyMap<string, Mark> {
  let map = maps.get(scene)
  if (map === undefined) maps.set(scene, (map = new Map(scene.marks.map((mark) => [mark.id, mark]))))
  return map
}

function eased(
  marks: readonly Drawn[],
  changed: ReadonlyMap<string, Change>,
  place: (mark: Mark) => Drawn,
  t: Micros,
  window: Micros,
): Drawn[] {
  const shareOf = (at: Micros): number => easeOut(Math.min(1, Math.max(0, (t - at) / window)))
  const present = new Set<string>()
  const out: Drawn[] = []
  for (const mark of marks) {
    present.add(mark.id)
    const change = changed.get(mark.id)
    if (change === undefined) out.push(mark)
    else out.push(...between(change.before && place(change.before), mark, shareOf(change.at)))
  }
  for (const [id, { at, before }] of changed) {
    // A message that is gone has arrived, and lost ones leave their cross.
    if (present.has(id) || before === undefined || before.kind === 'message') continue
    out.push(...between(before, undefined, shareOf(at)))
  }
  return out
}

/** Fast, then slow: things arrive. */
const easeOut = (share: number): number => 1 - (1 - share) ** 3
