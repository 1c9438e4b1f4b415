/**
 * What happens to a state, in place: the next event of its calendar, and what a reader does. An event is
 * named by an id that says which line's head or which server it is of, so that a driver may also take
 * the events of a calendar in another order.
 */
import type { Event } from '@orrery/engine/model/action.ts'
import type { Setup } from '@orrery/engine/model/model.ts'
import { arrivalAfter, connectionOf, keyOf, thinkTime, workOf } from './draws.ts'
import { bucketOf, FINE, note, noteLines } from './measure.ts'
import { MOST_SERVERS, turned } from './params.ts'
import {
  CONNECTIONS,
  createState,
  DROPS,
  FREE,
  HELD,
  INBOUND,
  OUTBOUND,
  QUEUED,
  SERVED,
  setSpeeds,
  takeSlot,
  type LoadWorld,
} from './state.ts'
import { observe, pick } from './strategies.ts'

const DONE = 0
const REFUSED = 1
const TIMED_OUT = 2
const LOST = 3

/** How many a surge brings at once. */
export const SURGE = 50
/** What is left of the speed of a degraded server. */
export const DEGRADED = 0.1

/** Where events are told; nothing is told without one, which is faster. */
let told: Event[] | undefined
function tell(state: LoadWorld, type: string, server: number, slot = -1): void {
  if (told === undefined) return
  const data = slot < 0 ? {} : { data: { request: state.requests.id[slot]! } }
  const node = server < 0 ? {} : { node: `S${server + 1}` }
  told.push({ type, at: state.now, ...node, ...data })
}

export function start(setup: Setup): LoadWorld {
  const state = createState(setup)
  beginArrivals(state)
  if (state.knobs.stale > 0) state.nextRead = state.knobs.stale * 1000
  return state
}

// The calendar

/** Kinds of events in the order in which they come when they are due together. */
export const kinds = ['arrival', 'client', 'reach', 'done', 'answer', 'expire', 'notice', 'read'] as const
export type Kind = (typeof kinds)[number]

/** An event that is due: its kind, when, and the server (done, notice) or client it is of. */
export interface Due {
  kind: Kind
  at: number
  of: number
}

const found: Due = { kind: 'arrival', at: Infinity, of: -1 }

/** The next event; kept in one object, which the next call overwrites. `at` is Infinity if there is none. */
export function nextDue(state: LoadWorld): Due {
  const { servers, requests, knobs, now, width } = state
  found.kind = 'arrival'
  found.at = Math.max(now, state.nextArrival)
  found.of = -1
  if (knobs.arrivals === 'closed') {
    found.kind = 'client'
    found.at = Infinity
    for (let c = 0; c < knobs.clients; c++) {
      if (state.clientAt[c]! < found.at) {
        found.at = state.clientAt[c]!
        found.of = c
      }
    }
    if (found.at < now) found.at = now
  }
  const flight = knobs.network * 1000
  if (state.outHead >= 0) consider('reach', requests.sent[state.outHead]! + flight, -1, now)
  let least = Infinity
  let server = -1
  for (let s = 0; s < width; s++) {
    if (servers.until[s]! < least) {
      least = servers.until[s]!
      server = s
    }
  }
  if (server >= 0) consider('done', least, server, now)
  if (state.inHead >= 0) consider('answer', requests.sent[state.inHead]! + flight, -1, now)
  if (knobs.timeout > 0 && state.oldest >= 0)
    consider('expire', requests.arrived[state.oldest]! + knobs.timeout * 1000, -1, now)
  if (state.wrong > 0) {
    for (let s = 0; s < width; s++) consider('notice', servers.noticeAt[s]!, s, now)
  }
  if (knobs.stale > 0) consider('read', state.nextRead, -1, now)
  return found
}

/** What is overdue (a knob was turned) is due now, as the first of its kind. */
function consider(kind: Kind, due: number, of: number, now: number): void {
  const at = due < now ? now : due
  if (at >= found.at) return
  found.kind = kind
  found.at = at
  found.of = of
}

/** All that is due some time, as a calendar lists it; the first of the earliest is what comes next. */
export function calendar(state: LoadWorld): Due[] {
  const { servers, requests, knobs, now } = state
  const flight = knobs.network * 1000
  const list: Due[] = []
  const add = (kind: Kind, at: number, of = -1): void => {
    if (at < Infinity) list.push({ kind, at: Math.max(now, at), of })
  }
  if (knobs.arrivals === 'closed')
    for (let c = 0; c < knobs.clients; c++) add('client', state.clientAt[c]!, c)
  else add('arrival', state.nextArrival)
  if (state.outHead >= 0) add('reach', requests.sent[state.outHead]! + flight)
  for (let s = 0; s < MOST_SERVERS; s++) add('done', servers.until[s]!, s)
  if (state.inHead >= 0) add('answer', requests.sent[state.inHead]! + flight)
  if (knobs.timeout > 0 && state.oldest >= 0)
    add('expire', requests.arrived[state.oldest]! + knobs.timeout * 1000)
  for (let s = 0; s < MOST_SERVERS; s++) add('notice', servers.noticeAt[s]!, s)
  if (knobs.stale > 0) add('read', state.nextRead)
  return list
}

/**
 * Runs to this moment, which may be long. Changes the state in place.
 * @param most stop after so many events
 * @returns how many events there were
 */
export function run(state: LoadWorld, until: number, most = Infinity): number {
  let events = 0
  while (events < most) {
    const { kind, at, of } = nextDue(state)
    if (at > until) break
    happen(state, kind, of, at)
    events += 1
  }
  if (events < most) pass(state, until)
  return events
}

/** When the next event is due. */
export function nextAt(state: LoadWorld): number {
  return nextDue(state).at
}

/** Time goes by and nothing happens. */
function pass(state: LoadWorld, now: number): void {
  if (now <= state.now) return
  state.requestTime += state.waiting * (now - state.now)
  state.now = now
}

/** One event of the calendar happens at this moment, due or not. */
export function happen(state: LoadWorld, kind: Kind, of: number, at: number): void {
  pass(state, at)
  switch (kind) {
    case 'arrival':
      state.came += 1
      state.nextArrival = arrivalAfter(state, state.now)
      arrive(state, -1)
      break
    case 'client':
      state.clientAt[of] = Infinity
      state.came += 1
      arrive(state, of)
      break
    case 'reach':
      reach(state, shiftOut(state))
      break
    case 'done':
      finish(state, of)
      break
    case 'answer':
      answer(state, shiftIn(state))
      break
    case 'expire':
      expire(state, state.oldest)
      break
    case 'notice':
      state.servers.known[of] = state.servers.alive[of]!
      state.servers.noticeAt[of] = Infinity
      state.wrong -= 1
      tell(state, state.servers.known[of] === 1 ? 'trusted' : 'noticed', of)
      sendHeld(state)
      break
    case 'read':
      state.servers.board.set(state.servers.outstanding)
      state.nextRead = state.now + state.knobs.stale * 1000
      break
  }
}

/** The same, and what happened in it, told. */
export function happenTold(state: LoadWorld, kind: Kind, of: number, at: number): Event[] {
  return telling(() => happen(state, kind, of, at))
}

function telling(deed: () => void): Event[] {
  const events: Event[] = []
  told = events
  try {
    deed()
  } finally {
    told = undefined
  }
  return events
}

// The way of a request

function beginArrivals(state: LoadWorld): void {
  state.nextArrival = Infinity
  state.clientAt.fill(Infinity)
  state.epoch += 1
  if (state.knobs.arrivals === 'closed') {
    for (let c = 0; c < state.knobs.clients; c++) state.clientAt[c] = state.now + thinkTime(state, c)
  } else state.nextArrival = arrivalAfter(state, state.now)
}

function arrive(state: LoadWorld, client: number): void {
  const slot = takeSlot(state)
  const { requests } = state
  // The numbers of those sent by hand are apart, so that they change nothing for the others.
  const id = client === -2 ? 0x80000000 + state.extra++ : state.came
  requests.id[slot] = id
  requests.arrived[slot] = state.now
  requests.work[slot] = workOf(state, id)
  requests.key[slot] = keyOf(state, id)
  requests.client[slot] = client
  requests.epoch[slot] = state.epoch
  requests.gone[slot] = 0
  requests.outcome[slot] = DONE
  requests.server[slot] = -1
  state.arrived += 1
  state.measuredArrived += 1
  state.waiting += 1
  // By age: the youngest stands last.
  requests.older[slot] = state.youngest
  requests.younger[slot] = -1
  if (state.youngest >= 0) requests.younger[state.youngest] = slot
  else state.oldest = slot
  state.youngest = slot
  tell(state, 'arrive', -1, slot)
  if (state.knobs.strategy === 'one-line') {
    hold(state, slot)
    sendHeld(state)
    return
  }
  route(state, slot)
}

/** Over a connection that is open to a server that is believed alive, or to where the strategy says. */
function route(state: LoadWorld, slot: number): void {
  const { requests, knobs, servers } = state
  let server: number
  if (knobs.connections > 1) {
    const client = requests.client[slot]!
    const connection = client >= 0 ? client : connectionOf(state, requests.id[slot]!, CONNECTIONS)
    const open = state.pinned[connection]!
    if (open >= 0 && open < knobs.servers && state.left[connection]! > 0 && servers.known[open] === 1) {
      server = open
      state.left[connection] = state.left[connection]! - 1
    } else {
      server = pick(state, requests.key[slot]!)
      state.pinned[connection] = server
      state.left[connection] = knobs.connections - 1
    }
  } else server = pick(state, requests.key[slot]!)
  if (server < 0) {
    // Nobody to send it to: the balancer itself says no.
    requests.outcome[slot] = REFUSED
    tell(state, 'no-server', -1, slot)
    dropped(state, -1, REFUSED)
    sendBack(state, slot)
    return
  }
  send(state, slot, server)
}

function send(state: LoadWorld, slot: number, server: number): void {
  const { requests, servers } = state
  requests.server[slot] = server
  requests.sent[slot] = state.now
  requests.where[slot] = OUTBOUND
  requests.next[slot] = -1
  requests.prev[slot] = state.outTail
  if (state.outTail >= 0) requests.next[state.outTail] = slot
  else state.outHead = slot
  state.outTail = slot
  servers.outstanding[server] = servers.outstanding[server]! + 1
  tell(state, 'route', server, slot)
}

function shiftOut(state: LoadWorld): number {
  const slot = state.outHead
  state.outHead = state.requests.next[slot]!
  if (state.outHead < 0) state.outTail = -1
  else state.requests.prev[state.outHead] = -1
  return slot
}

/** Into the balancer's own line. */
function hold(state: LoadWorld, slot: number): void {
  const { requests } = state
  requests.where[slot] = HELD
  requests.next[slot] = -1
  requests.prev[slot] = state.heldTail
  if (state.heldTail >= 0) requests.next[state.heldTail] = slot
  else state.heldHead = slot
  state.heldTail = slot
  state.held += 1
}

/** Whoever the balancer holds goes, as far as there are servers for it. */
function sendHeld(state: LoadWorld): void {
  while (state.heldHead >= 0) {
    const slot = state.heldHead
    if (state.knobs.strategy === 'one-line') {
      const server = pick(state, 0)
      if (server < 0) return
      unlinkHeld(state, slot)
      send(state, slot, server)
    } else {
      unlinkHeld(state, slot)
      route(state, slot)
    }
  }
}

function unlinkHeld(state: LoadWorld, slot: number): void {
  const { next, prev } = state.requests
  const [a, b] = [prev[slot]!, next[slot]!]
  if (a >= 0) next[a] = b
  else state.heldHead = b
  if (b >= 0) prev[b] = a
  else state.heldTail = a
  state.held -= 1
}

function reach(state: LoadWorld, slot: number): void {
  const { requests, servers, knobs } = state
  const server = requests.server[slot]!
  if (requests.gone[slot] === 1 && cancels(state)) {
    release(state, slot)
    return
  }
  if (servers.alive[server] === 0) {
    turnAway(state, slot, server, LOST)
    return
  }
  requests.turn[slot] = state.turns++
  if (servers.serving[server]! < 0) {
    serve(state, slot, server)
    return
  }
  if (servers.queued[server]! >= knobs.limit) {
    turnAway(state, slot, server, REFUSED)
    return
  }
  requests.where[slot] = QUEUED
  requests.next[slot] = -1
  requests.prev[slot] = servers.tail[server]!
  if (servers.tail[server]! >= 0) requests.next[servers.tail[server]!] = slot
  else servers.head[server] = slot
  servers.tail[server] = slot
  servers.queued[server] = servers.queued[server]! + 1
  tell(state, 'queue', server, slot)
}

function turnAway(state: LoadWorld, slot: number, server: number, outcome: number): void {
  state.requests.outcome[slot] = outcome
  state.servers.failed[server] = state.servers.failed[server]! + 1
  tell(state, outcome === LOST ? 'lose' : 'refuse', server, slot)
  dropped(state, server, outcome)
  sendBack(state, slot)
}

function dropped(state: LoadWorld, server: number, outcome: number): void {
  const place = state.drops % DROPS
  state.dropServer[place] = server
  state.dropAt[place] = state.now
  state.dropOutcome[place] = outcome
  state.drops += 1
}

function serve(state: LoadWorld, slot: number, server: number): void {
  const { requests, servers } = state
  requests.where[slot] = SERVED
  requests.next[slot] = -1
  requests.prev[slot] = -1
  servers.serving[server] = slot
  servers.since[server] = state.now
  servers.until[server] = Math.round(state.now + requests.work[slot]! / servers.speed[server]!)
  tell(state, 'serve', server, slot)
}

/** The server is free: it takes who has waited longest (without the rule, who came last). */
function takeNext(state: LoadWorld, server: number): void {
  const { servers, setup } = state
  servers.serving[server] = -1
  servers.until[server] = Infinity
  const slot = setup.without.includes('first-come') ? servers.tail[server]! : servers.head[server]!
  if (slot < 0) return
  unlinkQueued(state, slot)
  serve(state, slot, server)
}

function unlinkQueued(state: LoadWorld, slot: number): void {
  const { servers, requests } = state
  const { next, prev } = requests
  const server = requests.server[slot]!
  const [a, b] = [prev[slot]!, next[slot]!]
  if (a >= 0) next[a] = b
  else servers.head[server] = b
  if (b >= 0) prev[b] = a
  else servers.tail[server] = a
  servers.queued[server] = servers.queued[server]! - 1
}

function finish(state: LoadWorld, server: number): void {
  const { servers } = state
  const slot = servers.serving[server]!
  const worked = state.now - Math.max(servers.since[server]!, state.since)
  servers.busy[server] = servers.busy[server]! + worked
  servers.done[server] = servers.done[server]! + 1
  tell(state, 'finish', server, slot)
  takeNext(state, server)
  sendBack(state, slot)
}

function sendBack(state: LoadWorld, slot: number): void {
  const { requests } = state
  requests.where[slot] = INBOUND
  requests.sent[slot] = state.now
  requests.next[slot] = -1
  requests.prev[slot] = state.inTail
  if (state.inTail >= 0) requests.next[state.inTail] = slot
  else state.inHead = slot
  state.inTail = slot
}

function shiftIn(state: LoadWorld): number {
  const slot = state.inHead
  state.inHead = state.requests.next[slot]!
  if (state.inHead < 0) state.inTail = -1
  else state.requests.prev[state.inHead] = -1
  return slot
}

/** The answer is back. */
function answer(state: LoadWorld, slot: number): void {
  const { requests, servers } = state
  const server = requests.server[slot]!
  const outcome = requests.outcome[slot]!
  if (requests.gone[slot] === 0) {
    if (server >= 0) {
      servers.outstanding[server] = servers.outstanding[server]! - 1
      if (outcome === DONE) observe(state, server, state.now - requests.arrived[slot]!)
    }
    leave(state, slot, outcome)
  }
  release(state, slot)
  if (state.held > 0) sendHeld(state)
}

/** The client no longer waits, with this outcome. */
function leave(state: LoadWorld, slot: number, outcome: number): void {
  const { requests } = state
  const [a, b] = [requests.older[slot]!, requests.younger[slot]!]
  if (a >= 0) requests.younger[a] = b
  else state.oldest = b
  if (b >= 0) requests.older[b] = a
  else state.youngest = a
  state.waiting -= 1
  const response = state.now - requests.arrived[slot]!
  state.ended[outcome] = state.ended[outcome]! + 1
  state.measuredEnds[outcome] = state.measuredEnds[outcome]! + 1
  if (outcome === DONE) {
    const bucket = bucketOf(response, FINE)
    state.measured[bucket] = state.measured[bucket]! + 1
    state.responseTime += response
  }
  note(state.series, state.now, outcome, response)
  if ((state.ended[DONE]! & 15) === 0) noteAllLines(state)
  const client = requests.client[slot]!
  if (client >= 0 && requests.epoch[slot] === state.epoch)
    state.clientAt[client] = state.now + thinkTime(state, client)
}

function noteAllLines(state: LoadWorld): void {
  const { servers, knobs } = state
  let longest = 0
  let all = 0
  for (let s = 0; s < knobs.servers; s++) {
    const here = servers.queued[s]! + (servers.serving[s]! >= 0 ? 1 : 0)
    all += here
    if (here > longest) longest = here
  }
  noteLines(state.series, state.now, longest, all / knobs.servers)
}

const cancels = (state: LoadWorld): boolean => !state.setup.without.includes('cancel-on-timeout')

/** A client gives up. Its request is called back, or (without the rule) served for nobody. */
function expire(state: LoadWorld, slot: number): void {
  const { requests, servers } = state
  const server = requests.server[slot]!
  tell(state, 'give-up', server, slot)
  dropped(state, server, TIMED_OUT)
  leave(state, slot, TIMED_OUT)
  requests.gone[slot] = 1
  if (server >= 0) {
    servers.outstanding[server] = servers.outstanding[server]! - 1
    servers.failed[server] = servers.failed[server]! + 1
    // That it took at least so long is known.
    observe(state, server, state.now - requests.arrived[slot]!)
  }
  if (requests.where[slot] === HELD) {
    unlinkHeld(state, slot)
    release(state, slot)
  } else if (cancels(state)) {
    if (requests.where[slot] === QUEUED) {
      unlinkQueued(state, slot)
      release(state, slot)
    } else if (requests.where[slot] === SERVED) {
      servers.busy[server] = servers.busy[server]! + state.now - Math.max(servers.since[server]!, state.since)
      takeNext(state, server)
      release(state, slot)
    }
  }
  if (state.held > 0) sendHeld(state)
}

function release(state: LoadWorld, slot: number): void {
  state.requests.where[slot] = FREE
  state.requests.next[slot] = state.free
  state.free = slot
}

// What a reader does

/** Ids of what can be done by hand: `kill:S3`, `set:strategy:random`, `surge`... @throws BadSetup, RangeError */
export function act(state: LoadWorld, id: string, at: number): void {
  pass(state, at)
  const [type = '', name = '', value = ''] = id.split(':')
  if (type === 'set') set(state, name, value)
  else if (type === 'surge') {
    for (let i = 0; i < SURGE; i++) arrive(state, -2)
    tell(state, 'surge', -1)
  } else if (type === 'measure') {
    // Nothing changes but that measuring begins again.
  } else {
    const server = serverOf(name)
    if (type === 'kill') kill(state, server)
    else if (type === 'revive') revive(state, server)
    else if (type === 'slow' || type === 'heal') setHealth(state, server, type === 'slow' ? DEGRADED : 1)
    else throw new RangeError(`there is nothing called "${id}" to do here`)
    tell(state, type, server)
  }
  measureAnew(state)
}

export function actTold(state: LoadWorld, id: string, at: number): Event[] {
  return telling(() => act(state, id, at))
}

function serverOf(name: string): number {
  const server = Number(name.slice(1)) - 1
  if (!/^S\d{1,2}$/.test(name) || server < 0 || server >= MOST_SERVERS)
    throw new RangeError(`there is no server "${name}"`)
  return server
}

function set(state: LoadWorld, name: string, value: string): void {
  state.knobs = turned(state.knobs, name, value)
  state.width = Math.max(state.width, state.knobs.servers)
  const closed = state.knobs.arrivals === 'closed'
  if (name === 'arrivals' || (name === 'clients' && closed) || (name === 'rate' && !closed))
    beginArrivals(state)
  if (name === 'speeds') {
    const before = state.servers.speed.slice()
    setSpeeds(state)
    for (let s = 0; s < MOST_SERVERS; s++) rescale(state, s, before[s]!)
  }
  if (name === 'speeds' || name === 'strategy' || name === 'servers') state.servers.current.fill(0)
  if (name === 'stale') {
    state.nextRead = value === '0' ? Infinity : state.now
    state.servers.board.set(state.servers.outstanding)
  }
  if (name === 'connections') state.pinned.fill(-1)
  sendHeld(state)
}

/** What is in service goes on at the new speed. */
function rescale({ servers, now }: LoadWorld, s: number, before: number): void {
  if (servers.serving[s]! < 0 || before === servers.speed[s]!) return
  servers.until[s] = now + Math.round(((servers.until[s]! - now) * before) / servers.speed[s]!)
}

function setHealth(state: LoadWorld, s: number, health: number): void {
  const { servers } = state
  const before = servers.speed[s]!
  servers.health[s] = health
  setSpeeds(state)
  rescale(state, s, before)
}

function kill(state: LoadWorld, s: number): void {
  const { servers, knobs } = state
  if (servers.alive[s] === 0) return
  servers.alive[s] = 0
  expectNotice(state, s, knobs.health)
  const slot = servers.serving[s]!
  if (slot >= 0) {
    servers.busy[s] = servers.busy[s]! + state.now - Math.max(servers.since[s]!, state.since)
    turnAway(state, slot, s, LOST)
  }
  servers.serving[s] = -1
  servers.until[s] = Infinity
  while (servers.head[s]! >= 0) {
    const queued = servers.head[s]!
    unlinkQueued(state, queued)
    turnAway(state, queued, s, LOST)
  }
}

function revive(state: LoadWorld, s: number): void {
  if (state.servers.alive[s] === 1) return
  state.servers.alive[s] = 1
  expectNotice(state, s, state.knobs.health)
}

/** The balancer sees it after a while, unless it already believes what now is so. */
function expectNotice(state: LoadWorld, s: number, after: number): void {
  const { servers } = state
  const wrong = servers.known[s] !== servers.alive[s]
  const waits = servers.noticeAt[s]! < Infinity
  if (wrong !== waits) state.wrong += wrong ? 1 : -1
  servers.noticeAt[s] = wrong ? state.now + after * 1000 : Infinity
}

/** Measures from now on. */
function measureAnew(state: LoadWorld): void {
  state.since = state.now
  state.measured.fill(0)
  state.measuredEnds.fill(0)
  state.measuredArrived = 0
  state.responseTime = 0
  state.requestTime = 0
  state.servers.done.fill(0)
  state.servers.failed.fill(0)
  state.servers.busy.fill(0)
}
