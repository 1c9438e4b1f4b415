/** The real command, as a program of its own: what it prints, where, and how it ends. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('./orrery.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'orrery-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

function orrery(args: readonly string[], meddle?: (child: ReturnType<typeof spawn>) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, out, err }))
    meddle?.(child)
  })
}

function parsed(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>
}

describe('orrery', () => {
  it('helps', async () => {
    const whole = await orrery(['--help'])
    expect(whole.status).toBe(0)
    for (const name of ['models', 'run', 'explore', 'check']) {
      expect(whole.out).toContain(`orrery ${name}`)
      const help = await orrery([name, '--help'])
      expect(help.status).toBe(0)
      expect(help.out).toMatch(new RegExp(`^orrery ${name}`))
    }
  })

  it.each([
    [[], /orrery models/, 'out'],
    [['exlpore', 'raft'], /"exlpore".*explore/, 'err'],
    [['explore'], /Which model\?.*raft/, 'err'],
    [['explore', 'raff'], /"raff".*raft/, 'err'],
    [['explore', 'raft', 'raft'], /Not understood/, 'err'],
    [['explore', 'raft', '--wihtout', 'x'], /--wihtout.*--without/, 'err'],
    [['explore', 'raft', '--without', 'persist-vot'], /persist-vot.*persist-vote/, 'err'],
    [['explore', 'raft', '--property', 'election-safty'], /election-safty.*election-safety/, 'err'],
    [['explore', 'raft', '--param', 'severs=3'], /severs.*servers/, 'err'],
    [['explore', 'raft', '--param', 'servers=999'], /999/, 'err'],
    [['explore', 'raft', '--param', 'servers'], /name=value/, 'err'],
    [['explore', 'raft', '--bound', 'dept=3'], /dept.*depth/, 'err'],
    [['explore', 'raft', '--bound', 'depth=x'], /whole number.*"x"/, 'err'],
    [['explore', 'raft', '--max-states', '0'], /nearest to 0 is 1/, 'err'],
    [['run', 'raft', '--for', 'soon'], /duration/, 'err'],
    [['run', 'raft', '--seed', '-1'], /nearest to -1 is 0|argument/, 'err'],
    [['run', 'raft', '--scenario', 'nothing-like-it'], /nothing-like-it/, 'err'],
    [['run', 'raft', '--export', 'run.pdf'], /\.svg/, 'err'],
  ] as const)('%j is bad usage', async (args, says, where) => {
    const ended = await orrery(args)
    expect(ended[where]).toMatch(says)
    expect(ended.status).toBe(2)
    // A message, not a stack.
    expect(ended.err).not.toMatch(/\n\s+at /)
  })

  it('lists the models', async () => {
    const { status, out } = await orrery(['models'])
    expect(status).toBe(0)
    const { out: text } = await orrery(['models', '--json'])
    const models = JSON.parse(text) as { id: string; rules: { id: string }[] }[]
    for (const id of ['raft', 'lamport-clock', 'two-phase-commit', 'peterson']) {
      expect(models.map((model) => model.id)).toContain(id)
      expect(out).toContain(`${id}: `)
    }
    expect(models.find(({ id }) => id === 'raft')!.rules.map(({ id }) => id)).toContain('commit-current-term')
  })
})

describe('orrery explore', () => {
  it('gives the known answer for two-phase commit, and nothing else on standard output', async () => {
    const { status, out } = await orrery([
      'explore',
      'two-phase-commit',
      '--param',
      'participants=3',
      '--json',
    ])
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(parsed(out)).toMatchObject({
      model: 'two-phase-commit',
      params: { participants: 3 },
      without: [],
      verdict: 'holds',
      distinct: 288,
      generated: 1146,
      depth: 11,
      steps: [],
    })
    expect(Object.keys(parsed(out))).toEqual(
      expect.arrayContaining(['property', 'seconds', 'bounds', 'params', 'model']),
    )
    expect(status).toBe(0)
  })

  it('finds the counterexample of a rule by its recipe, ends with 1, and tells the steps', async () => {
    const { status, out } = await orrery(['explore', 'raft', '--without', 'persist-vote', '--json'])
    expect(status).toBe(1)
    const verdict = parsed(out)
    expect(verdict).toMatchObject({ verdict: 'violated', without: ['persist-vote'], params: { servers: 3 } })
    expect((verdict['steps'] as string[]).length).toBeGreaterThanOrEqual(3)
    const told = await orrery(['explore', 'raft', '--without', 'persist-vote'])
    expect(told.out).toMatch(/^violated: /)
    expect(told.out).toContain('  1. ')
    expect(told.out).toMatch(/bounds: /)
  })

  it('gives up with 3 where the states do not suffice', async () => {
    const args = ['explore', 'two-phase-commit', '--param', 'participants=5', '--max-states', '100']
    const { status, out } = await orrery(args)
    expect(out).toMatch(/^gave up: /)
    expect(status).toBe(3)
  })

  it('gives up when it is interrupted, and says how far it came', async () => {
    const args = ['explore', 'two-phase-commit', '--param', 'participants=8', '--json']
    const { status, out } = await orrery(args, (child) => {
      // Its first line of progress: it is under way.
      child.stderr!.once('data', () => child.kill('SIGINT'))
    })
    expect(parsed(out)).toMatchObject({ verdict: 'gave-up' })
    expect(parsed(out)['distinct']).toBeGreaterThan(0)
    expect(status).toBe(3)
  })
})

describe('orrery run', () => {
  const args = ['run', 'raft', '--seed', '7', '--for', '500ms']

  it('prints the same run for the same seed, and another for another', async () => {
    const [one, two, other] = await Promise.all([
      orrery(args),
      orrery(args),
      orrery([...args, '--seed', '8']),
    ])
    expect(one.status).toBe(0)
    expect(one.out).toBe(two.out)
    expect(one.out).toMatch(/\n *\d+\.\d{3} ms {2}\S/)
    expect(one.out).toMatch(/\nholds {5}/)
    const mark = (text: string) => /\nfingerprint (\d+)\n$/.exec(text)?.[1]
    expect(mark(one.out)).toBeDefined()
    expect(mark(other.out)).not.toBe(mark(one.out))
  })

  it('gives the same as JSON', async () => {
    const [text, json] = await Promise.all([orrery(args), orrery([...args, '--json'])])
    expect(text.out).toContain(`fingerprint ${String(parsed(json.out)['fingerprint'])}`)
    expect((parsed(json.out)['events'] as unknown[]).length).toBeGreaterThan(10)
  })

  it('exports a picture, a trace and a ShiViz log', async () => {
    const write = async (name: string) => {
      const file = join(folder, name)
      const { status, err } = await orrery([...args, '--export', file])
      expect(err).toBe('')
      expect(status).toBe(0)
      return readFileSync(file, 'utf8')
    }
    expect(await write('run.svg')).toMatch(/^<svg [\s\S]*<style>[\s\S]*<\/svg>\s*$/)
    expect(parsed(await write('run.json'))).toMatchObject({ format: 'orrery-trace', model: 'raft' })
    const log = (await write('run.shiviz')).trimEnd().split('\n')
    expect(log.length % 2).toBe(0)
    expect(log[1]).toMatch(/^\S+ \{.*\}$/)
  })

  it('runs every scenario of every model with all claims met', async () => {
    const { out } = await orrery(['models', '--json'])
    for (const model of JSON.parse(out) as { id: string; scenarios: { id: string }[] }[])
      for (const scenario of model.scenarios) {
        const ended = await orrery(['run', model.id, '--scenario', scenario.id, '--json'])
        expect(parsed(ended.out)['claimsFailed'], `${model.id} ${scenario.id}`).toEqual([])
      }
  }, 120_000)

  it('ends in silence when nobody reads on', async () => {
    const { status, err } = await orrery([...args, '--for', '60s'], (child) => {
      child.stdout!.once('data', () => child.stdout!.destroy())
    })
    expect(err).toBe('')
    expect(status).toBe(0)
  })
})

describe('orrery check', () => {
  const file = join(folder, 'history.jsonl')
  const write = (...rows: readonly (readonly [number, string, string, unknown?])[]): void =>
    writeFileSync(
      file,
      rows.map(([process, type, f, value]) => JSON.stringify({ process, type, f, value })).join('\n'),
    )
  const ask = (...flags: string[]) => orrery(['check', file, ...flags])

  it('says yes, with an order', async () => {
    write([0, 'invoke', 'write', 1], [1, 'invoke', 'read'], [0, 'ok', 'write', 1], [1, 'ok', 'read', 1])
    const { status, out } = await ask('--model', 'register', '--json')
    expect(status).toBe(0)
    const answer = parsed(out)
    expect(answer).toMatchObject({ verdict: 'yes', operations: 2, order: [{ line: 1 }, { line: 2 }] })
    expect(answer['seconds']).toBeLessThan(1)
  })

  it('says no, and what fits nowhere', async () => {
    write([0, 'invoke', 'write', 1], [0, 'ok', 'write', 1], [1, 'invoke', 'read'], [1, 'ok', 'read', 2])
    const { status, out } = await ask()
    expect(status).toBe(1)
    expect(out).toMatch(/^not linearizable/)
    expect(out).toMatch(/leaves 1\. None of these can be next:\n +lines 3-4 +process 1 +read: 2/)
    const picture = join(folder, 'history.svg')
    const { status: same, out: text } = await ask('--json', '--export', picture)
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg[^]*No one copy could have answered so/)
    expect(same).toBe(1)
    expect(parsed(text)).toMatchObject({ verdict: 'no', state: 1, stuck: [{ line: 3, endLine: 4 }] })
  })

  it('names the malformed line', async () => {
    write([0, 'invoke', 'write', 1], [1, 'ok', 'read', 2])
    const { status, err } = await ask()
    expect(status).toBe(2)
    expect(err).toMatch(/line 2: process 1 ends what it has not invoked/)
    expect((await ask('--model', 'registre')).err).toMatch(/Nearest: register/)
    expect((await orrery(['check', join(folder, 'nowhere.jsonl')])).status).toBe(2)
  })

  it('gives up at a bound, and when interrupted', async () => {
    const writes = Array.from({ length: 30 }, (_, i) => [i, 'invoke', 'write', i] as const)
    const ends = Array.from({ length: 30 }, (_, i) => [i, 'ok', 'write', i] as const)
    write(...writes, ...ends, [99, 'invoke', 'read'], [99, 'ok', 'read', -1])
    const { status, out } = await ask('--bound', 'steps=5000', '--json')
    expect(status).toBe(3)
    expect(parsed(out)).toMatchObject({ verdict: 'gave-up', reason: '5000 steps taken' })
    const began = performance.now()
    const stopped = await orrery(['check', file], (child) => setTimeout(() => child.kill('SIGINT'), 1_500))
    expect(stopped).toMatchObject({ status: 3, out: expect.stringMatching(/^gave up: cancelled/) as string })
    expect(performance.now() - began).toBeLessThan(15_000)
  })
})
