/** The playground: plates, controls, knobs, readings, charts, prepared runs and goals around a desk. */
import { params, strategyTitles, type Knob } from '@orrery/models/load-balancing/params.ts'
import { reportOf, type Report } from '@orrery/models/load-balancing/report.ts'
import {
  batch,
  createEffect,
  createMemo,
  createSignal,
  For,
  onCleanup,
  onMount,
  Show,
  type JSX,
} from 'solid-js'
import { createClock, createNear, createStillness, focusIn } from '../figure/desk.ts'
import { commandOf, takesKey, type Command } from '../player/keys.ts'
import { ChartView } from './ChartView.tsx'
import { curve, longestLines, overTime } from './charts.ts'
import { askedKnobs, PlayDesk, readPlay, sideKnobs, speeds, tooFast, writePlay, type Side } from './desk.ts'
import { Goals, Runs } from './Goals.tsx'
import { Knobs } from './Knobs.tsx'
import { PlayPlate } from './PlayPlate.tsx'
import { Readings } from './Readings.tsx'
import type { PlayGoal, PlayOptions, PlayRun } from './types.ts'

export interface PlaygroundProps {
  readonly options: PlayOptions
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
}

/** Without motion the plate shows a scene so often, in milliseconds, and nothing in between. */
const stillEvery = 1000
/** Readings and charts are renewed so often, in milliseconds: faster, nobody could read them. */
const readingEvery = 150

export function Playground(props: PlaygroundProps): JSX.Element {
  let root: HTMLElement | undefined
  const fresh = (): PlayDesk => {
    const made = new PlayDesk(props.options.seed, props.options.speed)
    for (const flow of made.flows) flow.advance(props.options.warmUp)
    return made
  }
  const [desk, setDesk] = createSignal(fresh())
  /** Renewed with each frame, and with each reading: the desk itself is changed in place. */
  const [frame, setFrame] = createSignal(0)
  const [reading, setReading] = createSignal(0)
  const [live, setLive] = createSignal(false)
  const [playing, setPlaying] = createSignal(false)
  const [seeking, setSeeking] = createSignal(false)
  const [speed, setSpeed] = createSignal<number>(props.options.speed)
  const [side, setSide] = createSignal<Side>(0)
  const [server, setServer] = createSignal('S3')
  const [said, setSaid] = createSignal('')
  const [shown, setShown] = createSignal<string>()
  const [reached, setReached] = createSignal<ReadonlySet<string>>(new Set())
  const [link, setLink] = createSignal('')
  /** Goals tick for what the reader did, not for a prepared run. */
  let byReader = false
  let sinceReading = 0
  const still = createStillness()
  const visible = createNear(() => root, '0px')

  const flows = createMemo(() => {
    reading()
    return desk().flows
  })
  const worlds = createMemo(
    () => {
      reading()
      return desk().flows.map((flow) => flow.state)
    },
    undefined,
    { equals: false },
  )
  const reports = createMemo<readonly Report[]>(() => worlds().map(reportOf))
  const charts = [overTime, curve, longestLines].map((make) => createMemo(() => make(worlds())))
  const two = createMemo(() => flows().length > 1)
  const now = createMemo(() => {
    frame()
    return desk().now
  })
  const end = createMemo(() => {
    reading()
    return desk().end
  })
  const knobs = createMemo(() => worlds()[Math.min(side(), worlds().length - 1)]!.knobs)
  const view = createMemo(() => (speed() >= tooFast ? 'flows' : 'requests'))

  const show = (read = true): void =>
    batch(() => {
      setFrame((n) => n + 1)
      if (read) {
        sinceReading = 0
        setReading((n) => n + 1)
      }
    })
  const play = (on: boolean): void => {
    desk().playing = on
    setPlaying(on)
    if (!on) show()
  }
  const begin = (made: PlayDesk, run: string | undefined): void =>
    batch(() => {
      setDesk(made)
      setSpeed(made.speed)
      setSide(0)
      setShown(run)
      setLink('')
      byReader = false
      show()
    })

  // Life

  createClock(
    () => (playing() || seeking()) && live(),
    (wall) => {
      desk().frame(wall, () => performance.now())
      sinceReading += wall
      if (still()) {
        if (sinceReading >= stillEvery) show()
      } else show(sinceReading >= readingEvery)
      if (seeking() && desk().target === undefined) {
        setSeeking(false)
        show()
      }
      if (byReader) tickGoals()
    },
  )
  createEffect(() => {
    if (live() && !visible() && playing()) play(false)
  })
  const kept = (): string => `goals:${props.options.slug}`
  onMount(() => {
    try {
      const before: unknown = JSON.parse(localStorage.getItem(kept()) ?? '[]')
      if (Array.isArray(before)) setReached(new Set(before.filter((id) => typeof id === 'string')))
    } catch {
      // A browser that keeps nothing: goals last as long as the page.
    }
    const follow = (): void => {
      if (!location.hash.startsWith('#play=')) return
      const read = readPlay(location.hash)
      if (typeof read === 'string') {
        setSaid(read)
        return
      }
      const made = new PlayDesk(read.seed, read.speed, read.runs)
      made.seek(read.time)
      begin(made, undefined)
      setSeeking(made.target !== undefined)
      setPlaying(false)
      setSaid('This is the run of the link.')
    }
    follow()
    addEventListener('hashchange', follow)
    onCleanup(() => removeEventListener('hashchange', follow))
    setLive(true)
  })

  function tickGoals(): void {
    const met = props.options.goals.filter(
      (goal) => !reached().has(goal.id) && reports().some((report) => goal.met(report)),
    )
    if (met.length === 0) return
    const all = new Set([...reached(), ...met.map(({ id }) => id)])
    setReached(all)
    setSaid(`Goal reached: ${met.map(({ title }) => title).join(', ')}.`)
    try {
      localStorage.setItem(kept(), JSON.stringify([...all]))
    } catch {
      // As above.
    }
  }

  // Deeds

  const attempt = (deed: () => void, words: string): void => {
    try {
      deed()
      byReader = true
      setShown(undefined)
      setSaid(words)
    } catch (error) {
      setSaid(error instanceof Error ? `${error.message}.` : String(error))
    }
    show()
  }
  const turn = (knob: Knob, value: string): void =>
    attempt(() => desk().turn(side(), knob, value), `${params[knob].title}: ${value}. Measuring from now on.`)
  const act = (id: string, words: string): void => attempt(() => desk().act(id), words)
  const state = createMemo(() => {
    const index = Number(server().slice(1)) - 1
    const world = worlds()[0]!
    return { alive: world.servers.alive[index] === 1, well: world.servers.health[index] === 1 }
  })
  const run = (prepared: PlayRun): void => {
    const first = prepared.first.map((id) => ({ id, at: 0 }))
    const later = prepared.later ?? []
    const runs = [[...first, ...later]]
    if (prepared.second) runs.push([...prepared.second.map((id) => ({ id, at: 0 })), ...later])
    begin(new PlayDesk(props.options.seed, prepared.speed, runs), prepared.id)
    play(true)
    setSaid(`${prepared.title}.`)
    toPlate()
  }
  const start = (goal: PlayGoal): void => {
    const made = new PlayDesk(props.options.seed, 4, [goal.start.map((id) => ({ id, at: 0 }))])
    begin(made, undefined)
    play(true)
    setSaid(`The stage is set for “${goal.title}”. Now change something.`)
    toPlate()
  }
  const toPlate = (): void => root?.scrollIntoView({ behavior: still() ? 'auto' : 'smooth', block: 'start' })
  const seek = (to: number): void => {
    desk().seek(Math.max(0, to))
    setSeeking(desk().target !== undefined)
    show()
  }
  const commands: Partial<Record<Command, () => void>> = {
    toggle: () => play(!playing()),
    next: () => {
      play(false)
      desk().step()
      show()
    },
    previous: () => {
      play(false)
      seek(desk().now - 1_000_000)
    },
    first: () => seek(0),
    last: () => seek(desk().end),
  }
  onMount(() => {
    const listen = (event: KeyboardEvent): void => {
      const name = commandOf(event)
      const deed = name === undefined ? undefined : commands[name]
      if (name === undefined || deed === undefined || root === undefined) return
      const focus = focusIn(root)
      // The page is long: where nothing has the focus, Home, End and Space scroll it.
      if (!focus.inside || !takesKey(name, focus)) return
      event.preventDefault()
      deed()
    }
    document.addEventListener('keydown', listen)
    onCleanup(() => document.removeEventListener('keydown', listen))
  })
  const share = async (): Promise<void> => {
    const address = new URL(location.href)
    address.hash = writePlay(desk())
    setLink(address.href)
    try {
      await navigator.clipboard.writeText(address.href)
      setSaid('Copied. Whoever opens it sees this moment of this run.')
    } catch {
      setSaid('Copy the link from its field.')
    }
  }

  const clock = (micros: number): string => `${(micros / 1e6).toFixed(speed() < 1 ? 2 : 1)} s`
  const note = (): string =>
    view() === 'flows'
      ? 'Too fast to follow single requests: the weight of a line is its share of them.'
      : 'Each dot is a request on its way, each box one that waits.'

  return (
    <section
      class="fig play"
      data-figure={props.options.slug}
      aria-label={props.options.title}
      ref={(e) => (root = e)}
    >
      <div class="play-desk">
        <div class="play-bench">
          <div class="play-plates" classList={{ 'play-two': two() }}>
            <For each={flows().map((_, i) => i)}>
              {(i) => (
                <PlayPlate
                  title={`${two() ? (i === 0 ? 'A: ' : 'B: ') : ''}${strategyTitles[worlds()[i]?.knobs.strategy ?? 'random']}`}
                  note={note()}
                  world={desk().flows[i]?.state ?? desk().flows[0]!.state}
                  frame={live() ? frame() : -1}
                  view={view()}
                  selected={server()}
                  onSelect={(subject) => subject !== undefined && setServer(subject)}
                  wide={i === 0 ? props.wide : undefined}
                  tall={i === 0 ? props.tall : undefined}
                />
              )}
            </For>
          </div>
          <div class="play-controls">
            <button type="button" class="play-small" disabled={!live()} onClick={() => commands.previous?.()}>
              Back 1 s
            </button>
            <button
              type="button"
              class="fig-button fig-button-strong play-go"
              disabled={!live()}
              onClick={() => play(!playing())}
            >
              {playing() ? 'Pause' : 'Play'}
            </button>
            <button type="button" class="play-small" disabled={!live()} onClick={() => commands.next?.()}>
              Next event
            </button>
            <label class="play-time">
              <span class="fig-hidden">Time</span>
              <input
                type="range"
                min="0"
                max={Math.max(1, Math.round(end() / 1000))}
                step="1"
                value={Math.round(now() / 1000)}
                aria-valuetext={clock(now())}
                disabled={!live()}
                onInput={(event) => {
                  play(false)
                  seek(Number(event.currentTarget.value) * 1000)
                }}
              />
            </label>
            <span class="play-clock" data-now={now()}>
              {clock(now())}
            </span>
            <span class="play-speed">
              <label for="play-speed">Speed</label>
              <select
                id="play-speed"
                onChange={(event) => {
                  const chosen = Number(event.currentTarget.value)
                  desk().speed = chosen
                  setSpeed(chosen)
                  show()
                }}
              >
                <For each={speeds}>
                  {(one) => (
                    <option value={one} selected={one === speed()}>
                      {one < 1 ? `1/${Math.round(1 / one)}` : `${one}×`}
                    </option>
                  )}
                </For>
              </select>
            </span>
          </div>
          <p class="fig-note play-said" role="status">
            {said()}
          </p>
          <Readings reports={reports()} />
        </div>
        <div class="play-readouts">
          <div class="play-charts">
            <For each={charts}>{(chart) => <ChartView chart={chart()} />}</For>
          </div>
        </div>
        <div class="play-settings">
          <div class="play-sides">
            <label class="play-check">
              <input
                type="checkbox"
                checked={two()}
                disabled={!live()}
                onChange={(event) => {
                  desk().compare(event.currentTarget.checked)
                  setSide(event.currentTarget.checked ? 1 : 0)
                  show()
                }}
              />
              <span>A second setting beside it, on the same requests</span>
            </label>
            <Show when={two()}>
              <fieldset class="play-side">
                <legend class="fig-hidden">Which side the knobs are of</legend>
                <For each={[0, 1] as const}>
                  {(one) => (
                    <label>
                      <input
                        type="radio"
                        name="side"
                        checked={side() === one}
                        onChange={() => setSide(one)}
                      />
                      <span>{one === 0 ? 'Knobs of A' : 'Knobs of B'}</span>
                    </label>
                  )}
                </For>
              </fieldset>
            </Show>
          </div>
          <Knobs
            legend={two() ? `How ${side() === 0 ? 'A' : 'B'} deals with it` : 'The balancer and its servers'}
            knobs={sideKnobs}
            values={knobs()}
            onTurn={turn}
          />
          <fieldset class="play-knobs play-trouble">
            <legend>Trouble</legend>
            <div class="play-knob">
              <label for="trouble-server">Server</label>
              <select id="trouble-server" onChange={(event) => setServer(event.currentTarget.value)}>
                <For each={Array.from({ length: knobs().servers }, (_, i) => `S${i + 1}`)}>
                  {(name) => (
                    <option value={name} selected={name === server()}>
                      {name}
                    </option>
                  )}
                </For>
              </select>
            </div>
            <div class="play-acts">
              <button
                type="button"
                class="fig-act"
                disabled={!live()}
                onClick={() =>
                  act(
                    `${state().well ? 'slow' : 'heal'}:${server()}`,
                    `${server()} ${state().well ? 'slows down to a tenth' : 'is well again'}.`,
                  )
                }
              >
                {state().well ? `Slow ${server()} down` : `Heal ${server()}`}
              </button>
              <button
                type="button"
                class="fig-act"
                disabled={!live()}
                onClick={() =>
                  act(
                    `${state().alive ? 'kill' : 'revive'}:${server()}`,
                    `${server()} ${state().alive ? 'dies' : 'is back'}.`,
                  )
                }
              >
                {state().alive ? `Kill ${server()}` : `Bring ${server()} back`}
              </button>
              <button
                type="button"
                class="fig-act"
                disabled={!live()}
                onClick={() => act('surge', '50 requests at once.')}
              >
                Send 50 at once
              </button>
              <button
                type="button"
                class="fig-act"
                disabled={!live()}
                onClick={() => act('measure', 'Measuring from now on.')}
              >
                Measure from now on
              </button>
            </div>
          </fieldset>
          <Knobs
            legend={two() ? 'What is asked of both' : 'What is asked'}
            knobs={askedKnobs}
            values={knobs()}
            onTurn={turn}
          />
          <fieldset class="play-knobs">
            <legend>Share</legend>
            <div class="play-acts">
              <button type="button" class="fig-act" disabled={!live()} onClick={() => void share()}>
                Copy a link to this moment
              </button>
              <button
                type="button"
                class="fig-act"
                disabled={!live()}
                onClick={() => {
                  begin(desk().again(), undefined)
                  byReader = true
                  play(true)
                  setSaid('Begun again, with empty lines and these settings.')
                }}
              >
                Begin again with these settings
              </button>
              <button
                type="button"
                class="fig-act"
                disabled={!live()}
                onClick={() => {
                  play(false)
                  begin(fresh(), undefined)
                  setSaid('Begun anew.')
                }}
              >
                Begin anew, with the first settings
              </button>
            </div>
            <Show when={link() !== ''}>
              <label class="play-link">
                <span class="fig-hidden">Link</span>
                <input
                  type="text"
                  readonly
                  value={link()}
                  onFocus={(event) => event.currentTarget.select()}
                />
              </label>
            </Show>
          </fieldset>
        </div>
      </div>
      <h2 id="runs">Worth a click</h2>
      <Runs runs={props.options.runs} shown={shown()} live={live()} onRun={run} />
      <h2 id="goals">Goals</h2>
      <p class="play-lead">
        {reached().size} of {props.options.goals.length} reached. Each ticks itself when your run meets it.
        What is measured begins with your last change; if long lines are left from before, begin again with
        your settings.
      </p>
      <Goals goals={props.options.goals} reached={reached()} live={live()} onStart={start} />
    </section>
  )
}
