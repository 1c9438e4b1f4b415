/** Load balancing distribution: strategies against traffic, hot spots, old news and sick servers. */
import type { Report } from '@orrery/models/load-balancing/report.ts'
import { sources } from '@orrery/models/load-balancing/sources.ts'
import type { Playground } from '../types.ts'

/** So many requests make a measurement: a 99th percentile then stands on thirty. */
const ENOUGH = 3000

const below = (value: number | undefined, most: number): boolean => value !== undefined && value <= most
const plainWork = ({ knobs }: Report): boolean =>
  knobs.work === 'exponential' && knobs.mean === 100 && knobs.servers <= 10 && knobs.arrivals === 'poisson'
const loaded = ({ load }: Report, least: number): boolean => load !== undefined && load >= least - 1e-9

export const playground: Playground<Report> = {
  kind: 'playground',
  slug: 'load-balancing-distribution',
  title: 'Load balancing distribution',
  description:
    'Ten servers, one balancer, eight strategies: send it thousands of requests, break a server, and watch the percentiles.',
  group: 'Playgrounds',
  lead: 'Ten servers could do the work. Yet one request in a hundred takes more than four times as long as the middle one: in turn, it was sent to a server with a line, while another was idle. Choose another strategy while it runs, and see whose line shrinks.',
  model: 'load-balancing',
  seed: 7,
  warmUp: 12_000_000,
  speed: 0.2,
  runs: [
    {
      id: 'random-or-two',
      title: 'One choice or two',
      first: ['set:strategy:random', 'set:rate:85'],
      second: ['set:strategy:two-choices', 'set:rate:85'],
      speed: 4,
      notice:
        'Both sides are sent the very same requests. At the left each goes to a random server; at the right to the shorter of *two* random lines. Look at the longest line, then at p99: one more look cuts the tail to less than half, and a third look would add little.',
    },
    {
      id: 'weights',
      title: 'Strong and weak servers',
      first: ['set:strategy:round-robin', 'set:rate:70', 'set:speeds:two-kinds'],
      second: ['set:strategy:weighted', 'set:rate:70', 'set:speeds:two-kinds'],
      speed: 4,
      notice:
        'Odd servers are three times as fast as even ones. Round-robin gives all the same, so the weak ones fall behind and then refuse. Weights give each its part; nginx spreads them smoothly, so a strong server is not sent three in a row.',
    },
    {
      id: 'herd',
      title: 'Old news: the herd',
      first: ['set:strategy:least-connections', 'set:rate:80'],
      second: ['set:strategy:least-connections', 'set:rate:80', 'set:stale:1000'],
      speed: 1,
      notice:
        'The same strategy twice. At the right the balancer reads the load once a second. Whoever was idle at that moment is sent everything until the next reading: lines build up in turns, and the tail is ten times longer (Mitzenmacher 2000).',
    },
    {
      id: 'black-hole',
      title: 'The black hole',
      first: ['set:strategy:least-connections', 'set:rate:85', 'set:network:5', 'set:health:5000'],
      second: ['set:strategy:round-robin', 'set:rate:85', 'set:network:5', 'set:health:5000'],
      later: [{ at: 8_000_000, id: 'kill:S3' }],
      speed: 1,
      notice:
        'At eight seconds S3 dies, and health checks need five more to see it. A dead server answers at once, with an error, so it never has a line; least connections finds it the best of all and throws one request in three at it. Round-robin loses only one in ten.',
    },
    {
      id: 'sick',
      title: 'Sick, not dead',
      first: ['set:strategy:round-robin', 'set:rate:60'],
      second: ['set:strategy:peak-ewma', 'set:rate:60'],
      later: [{ at: 8_000_000, id: 'slow:S3' }],
      speed: 4,
      notice:
        'At eight seconds S3 drops to a tenth of its speed. It still answers its health checks. Round-robin feeds it until its line is full; peak EWMA remembers how long it took, and asks it less and less.',
    },
    {
      id: 'hot-key',
      title: 'A hot key, bounded',
      first: ['set:strategy:bounded-hash', 'set:rate:70', 'set:hot:40', 'set:bound:400'],
      second: ['set:strategy:bounded-hash', 'set:rate:70', 'set:hot:40', 'set:bound:125'],
      speed: 2,
      notice:
        'Four requests in ten ask for one key, whose home is one server. With a loose bound that server has four times the mean load; with 125 % it hands on what is too much to the next of the ring. The price: that key is now in several caches.',
    },
    {
      id: 'keep-alive',
      title: 'Connections that last',
      first: ['set:strategy:least-connections', 'set:rate:75'],
      second: ['set:strategy:least-connections', 'set:rate:75', 'set:connections:200'],
      speed: 4,
      notice:
        'At the right the balancer chooses once for two hundred requests: it balances *connections*, and what they will carry nobody knows yet. The strategy is the same; the lines are not.',
    },
    {
      id: 'one-line',
      title: 'The perfect line, far away',
      first: ['set:strategy:one-line', 'set:rate:65', 'set:network:0'],
      second: ['set:strategy:one-line', 'set:rate:65', 'set:network:40'],
      speed: 2,
      notice:
        'One shared line wastes nobody: that is M/M/c, and no set of separate lines beats it. But the balancer must hear of an idle server before it sends. With 40 ms each way every server waits 80 ms between two requests, and two thirds of a load is too much.',
    },
  ],
  goals: [
    {
      id: 'halve-the-tail',
      title: 'Halve the tail',
      level: 'easy',
      task: 'At 80 % load or more, on ten equal servers: p99 at most 1,000 ms over 3,000 requests.',
      start: ['set:strategy:random', 'set:rate:80'],
      hint: 'Random takes about two seconds. Which strategies look at the lines?',
      notice:
        'The mean hardly shows it: between random and two choices p50 falls by less than half, p99 by more. A user who makes a hundred requests meets p99 every time. That is why this page shows no average alone.',
      met: (report) =>
        plainWork(report) &&
        report.knobs.speeds === 'equal' &&
        loaded(report, 0.8) &&
        report.ended >= ENOUGH &&
        report.failed <= report.ended / 100 &&
        below(report.p99, 1000),
    },
    {
      id: 'mixed-strength',
      title: 'To each what it can',
      level: 'easy',
      task: 'With servers of two speeds, at 75 % load or more: p99 at most 1,500 ms over 3,000 requests.',
      start: ['set:strategy:round-robin', 'set:rate:75', 'set:speeds:two-kinds'],
      hint: 'Something must know who is strong: you, by weights, or the length of the lines.',
      notice:
        'Least connections needs no weights: a strong server empties its line sooner, so it is chosen more often. Weights need you to know, and to be right; when a server is moved to another machine, they are wrong.',
      met: (report) =>
        plainWork(report) &&
        report.knobs.speeds === 'two-kinds' &&
        loaded(report, 0.75) &&
        report.ended >= ENOUGH &&
        report.failed <= report.ended / 100 &&
        below(report.p99, 1500),
    },
    {
      id: 'old-news',
      title: 'When news is old',
      level: 'fair',
      task: 'Load is read only once a second. At 80 % load: p99 at most 1,400 ms over 3,000 requests.',
      start: ['set:strategy:least-connections', 'set:rate:80', 'set:stale:1000'],
      hint: 'The best use of old information may be not to use it.',
      notice:
        'Least connections is now the worst of all: it trusts a number that was true a second ago. Two choices, which trusts it only a little, is about as good as random; round-robin, which never asks, wins.',
      met: (report) =>
        plainWork(report) &&
        report.knobs.speeds === 'equal' &&
        report.knobs.stale >= 1000 &&
        loaded(report, 0.8) &&
        report.ended >= ENOUGH &&
        report.failed <= report.ended / 100 &&
        below(report.p99, 1400),
    },
    {
      id: 'a-sick-server',
      title: 'Live with a sick server',
      level: 'hard',
      task: 'Slow one server down and leave it in. At 60 % load: p99 at most 1,000 ms over 3,000 requests, and not one of them failed.',
      start: ['set:strategy:round-robin', 'set:rate:60', 'slow:S3'],
      hint: 'A short line is not the same as a quick answer.',
      notice:
        'A sick server with one request in line looks as good as a well one with one. Least connections still sends it one in sixty, which is just more than one in a hundred: p99 notices. Peak EWMA multiplies the line by the time that answers took.',
      met: (report) =>
        plainWork(report) &&
        report.slow >= 1 &&
        report.dead === 0 &&
        report.knobs.speeds === 'equal' &&
        loaded(report, 0.6) &&
        report.ended >= ENOUGH &&
        report.failed === 0 &&
        below(report.p99, 1000),
    },
    {
      id: 'a-death',
      title: 'A death, almost unseen',
      level: 'hard',
      task: 'At 70 % load, kill a server; health checks take a second or more. Of the next 3,000 requests at most 12 fail, and p99 is at most 900 ms.',
      start: ['set:strategy:least-connections', 'set:rate:70', 'set:health:1000'],
      hint: 'Who fails at once never has a line. Choose a strategy that does not look at *all* servers.',
      notice:
        'With two choices a dead server can win only when it is drawn: one request in five. With least connections it wins nearly every time while the others work. The first thing a balancer needs after a good strategy is a distrust of quick failures.',
      met: (report) =>
        plainWork(report) &&
        report.dead >= 1 &&
        report.knobs.health >= 1000 &&
        loaded(report, 0.7) &&
        report.ended >= ENOUGH &&
        report.failed <= 12 &&
        below(report.p99, 900),
    },
    {
      id: 'tame-the-giants',
      title: 'Tame the giants',
      level: 'few manage this',
      task: 'Heavy-tailed work at 75 % load, on ten equal servers or fewer: p99 at most 900 ms and p99.9 at most 1,300 ms over 6,000 requests, with at most 0.6 % of them failing.',
      start: ['set:strategy:least-connections', 'set:rate:75', 'set:work:heavy'],
      hint: 'One request in a thousand takes three seconds by itself. You have more knobs than the strategy: how long do clients wait, how far away is the balancer?',
      notice:
        'Nobody should stand behind a giant: one shared line sees to that, if servers are near. And nobody can serve a giant in time: a timeout gives it up, for half a per cent, and its server goes on with a hundred others.',
      met: (report) =>
        report.knobs.work === 'heavy' &&
        report.knobs.mean === 100 &&
        report.knobs.servers <= 10 &&
        report.knobs.speeds === 'equal' &&
        report.knobs.arrivals === 'poisson' &&
        loaded(report, 0.75) &&
        report.ended >= 2 * ENOUGH &&
        report.failed <= 0.006 * report.ended &&
        below(report.p99, 900) &&
        below(report.p999, 1300),
    },
  ],
  reading: [
    {
      title: 'The plate',
      text: 'The balancer stands above, the servers in a row, and on each the requests that wait for it. A filled dot is a request on its way, a ring an answer on its way back, a cross one that was refused, was lost, or whose client gave up. The bar under a server is how far it is with its request, and the number how many it has served. Select a server to slow it down or kill it.',
    },
    {
      title: 'Percentiles',
      text: 'Half of all requests are answered within p50, all but one in a hundred within p99. They are counted in buckets of less than one per cent, and measured from your last change on, so that what was before does not blur what you did. Where a formula holds for your settings, it stands beside the measurement.',
    },
    {
      title: 'Two settings, the same requests',
      text: 'With a second setting both sides get the same requests at the same moments, each with the same work to do. What differs is the strategy, not luck.',
    },
  ],
  sources,
  next: ['explainers/consistent-hashing', 'playgrounds/retry-storms'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
