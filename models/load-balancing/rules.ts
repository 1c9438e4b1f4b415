/** What the balancer and its servers keep to, and what falls without it. */
import type { Rule } from '@orrery/engine/model/model.ts'

const small = { servers: 2, network: 0, rate: 10 }
const calm = { surge: 0, kill: 0, revive: 0, slow: 0, heal: 0 }

export const rules: readonly Rule[] = [
  {
    id: 'first-come',
    title: 'Serve who has waited longest',
    text: 'A server takes the first of its line. Without it the last: under load a few wait almost for ever, which a mean does not show.',
    section: 'Harchol-Balter 2013, ch. 28',
    breaks: 'in-order',
    recipe: { params: { ...small, servers: 1 }, strategy: 'breadth-first', depth: 10, actions: calm },
  },
  {
    id: 'bounded-load',
    title: 'Pass a full server by',
    text: 'A key goes on round the ring from a server that has its share. Without it the server of a hot key takes them all.',
    section: 'Mirrokni et al. 2018, §1',
    breaks: 'bounded',
    recipe: {
      params: { ...small, strategy: 'bounded-hash', hot: 90, bound: 125 },
      strategy: 'breadth-first',
      depth: 10,
      actions: calm,
    },
  },
  {
    id: 'cancel-on-timeout',
    title: 'Call back what nobody waits for',
    text: 'When a client gives up, its request leaves the line. Without it servers go on for those who have gone, and have less time for those who wait.',
    breaks: 'no-work-for-the-gone',
    recipe: { params: { ...small, timeout: 500 }, strategy: 'breadth-first', depth: 8, actions: calm },
  },
  {
    id: 'spare-the-dead',
    title: 'Send nothing to the dead',
    text: 'Health checks take a server out of the list. Without them its share of the requests is lost, and with least connections nearly all are: who fails at once never has a line.',
    breaks: 'spares-the-dead',
    recipe: {
      params: { ...small, health: 0 },
      strategy: 'breadth-first',
      depth: 8,
      actions: { ...calm, kill: 1 },
    },
  },
]
