import { describe, expect, it } from 'vitest'
import type { ObjectName } from './jepsen.ts'
import { inWords, Malformed, objectOf, readHistory } from './jepsen.ts'
import { linearizable } from './linearizable.ts'

type Row = readonly [process: number, type: string, f: string, value?: unknown, key?: string]

const text = (...rows: readonly Row[]): string =>
  rows.map(([process, type, f, value, key]) => JSON.stringify({ process, type, f, value, key })).join('\n')

const judge = (history: string, object: ObjectName) =>
  linearizable(readHistory(history, object), objectOf(object))

describe('a history in Jepsen’s terms', () => {
  it('is read with its lines, in the order of calls', () => {
    const calls = readHistory(
      text([0, 'invoke', 'write', 1], [1, 'invoke', 'read'], [0, 'ok', 'write', 1], [1, 'ok', 'read', 1]),
      'register',
    )
    expect(calls.map((call) => [call.process, call.line, call.endLine, inWords(call)])).toEqual([
      ['0', 1, 3, 'write 1'],
      ['1', 2, 4, 'read: 1'],
    ])
  })

  it('what failed did not happen', () => {
    const history = text(
      [0, 'invoke', 'write', 1],
      [0, 'fail', 'write', 1],
      [1, 'invoke', 'read'],
      [1, 'ok', 'read', 1],
    )
    expect(judge(history, 'register').verdict).toBe('no')
  })

  it('what is unknown may have happened, later or never; so may what does not end', () => {
    const write: Row[] = [[0, 'invoke', 'write', 1]]
    for (const start of [write, [...write, [0, 'info', 'write', 1] as Row]]) {
      const reads = (...values: readonly (number | null)[]): Row[] =>
        values.flatMap((value): Row[] => [
          [1, 'invoke', 'read'],
          [1, 'ok', 'read', value],
        ])
      expect(judge(text(...start, ...reads(null, null)), 'register').verdict).toBe('yes')
      expect(judge(text(...start, ...reads(null, 1)), 'register').verdict).toBe('yes')
      expect(judge(text(...start, ...reads(1, null)), 'register').verdict).toBe('no')
    }
  })

  it('a compare-and-set that took effect found the old value', () => {
    const ok = text(
      [0, 'invoke', 'write', 1],
      [0, 'ok', 'write', 1],
      [0, 'invoke', 'cas', [1, 2]],
      [0, 'ok', 'cas', [1, 2]],
    )
    expect(judge(ok, 'cas-register').verdict).toBe('yes')
    expect(judge(ok.replaceAll('[1,2]', '[3,2]'), 'cas-register').verdict).toBe('no')
  })

  it('appends to strings and to lists; keys are apart', () => {
    const history = (seen: unknown): string =>
      text(
        [0, 'invoke', 'append', 'a', 'x'],
        [0, 'ok', 'append', 'a', 'x'],
        [0, 'invoke', 'append', 'b', 'x'],
        [0, 'ok', 'append', 'b', 'x'],
        [1, 'invoke', 'append', 7, 'y'],
        [1, 'ok', 'append', 7, 'y'],
        [1, 'invoke', 'get', null, 'y'],
        [1, 'ok', 'get', [7], 'y'],
        [1, 'invoke', 'get', null, 'x'],
        [1, 'ok', 'get', seen, 'x'],
      )
    expect(judge(history('ab'), 'kv').verdict).toBe('yes')
    expect(judge(history('ba'), 'kv')).toMatchObject({
      verdict: 'no',
      part: 'x',
      state: 'ab',
      stuck: ['line 9'],
    })
  })

  it('passes over empty lines and the nemesis', () => {
    const history = `\n{"process":"nemesis","type":"info","f":"partition"}\n\n${text([0, 'invoke', 'read'], [0, 'ok', 'read', null])}\n`
    expect(judge(history, 'register').verdict).toBe('yes')
    expect(readHistory('', 'register')).toEqual([])
  })

  it.each([
    ['{"process":0', 1, /not JSON/],
    ['[]', 1, /not an object/],
    ['\n{"process":1.5,"type":"invoke","f":"read"}', 2, /whole number/],
    ['{"process":0,"type":"start","f":"read"}', 1, /invoke, ok, fail, info/],
    ['{"process":0,"type":"invoke","f":"cas","value":[1,2]}', 1, /one of read, write/],
    ['{"process":0,"type":"invoke","f":"toString"}', 1, /one of read, write/],
    ['{"process":0,"type":"ok","f":"read"}', 1, /has not invoked/],
    [text([0, 'invoke', 'read'], [0, 'invoke', 'read']), 2, /line 1 has not ended/],
    [text([0, 'invoke', 'read'], [0, 'ok', 'write', 1]), 2, /ends "write", but line 1 invoked "read"/],
    [text([0, 'invoke', 'read', null, 'x'], [0, 'ok', 'read', 1, 'y']), 2, /key "x" with key "y"/],
    ['{"process":0,"type":"invoke","f":"read","key":{}}', 1, /string or a number/],
  ])('refuses %j', (history, line, why) => {
    let thrown: unknown
    try {
      readHistory(history, 'register')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(Malformed)
    expect(thrown).toMatchObject({ line, message: expect.stringMatching(why) as string })
  })

  it('refuses a cas without two values and a kv without a key', () => {
    expect(() => readHistory(text([0, 'invoke', 'cas', 1]), 'cas-register')).toThrow(/line 1: .*\[old, new\]/)
    expect(() => readHistory(text([0, 'invoke', 'get']), 'kv')).toThrow(/line 1: .*"key"/)
  })
})
