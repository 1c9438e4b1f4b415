import { describe, expect, it } from 'vitest'
import { crc32, isWhole, seal, torn, type NewRecord } from './log.ts'

describe('CRC-32', () => {
  it('has the check values of the catalogue', () => {
    // The check value of CRC-32/ISO-HDLC, and the sums of RFC 1952’s algorithm for two more texts.
    expect(crc32('123456789').toString(16)).toBe('cbf43926')
    expect(crc32('')).toBe(0)
    expect(crc32('The quick brown fox jumps over the lazy dog').toString(16)).toBe('414fa339')
  })
})

const records: readonly NewRecord[] = [
  { type: 'update', txn: 'T1', prev: 0, page: 'A', slot: 'a1', before: 0, after: 11 },
  { type: 'clr', txn: 'T1', prev: 1, page: 'A', slot: 'a1', after: 0, undoNext: 0 },
  { type: 'commit', txn: 'T1', prev: 1 },
  { type: 'rollback', txn: 'T1', prev: 1 },
  { type: 'end', txn: 'T1', prev: 2 },
  { type: 'begin_chkpt' },
  { type: 'end_chkpt', tables: { transactions: {}, dirty: {} } },
  {
    type: 'end_chkpt',
    tables: { transactions: { T1: { state: 'active', lastLsn: 1, undoNext: 1 } }, dirty: { A: 1 } },
  },
]

describe.each(records)('a record of type $type', (record) => {
  it('is whole when it is sealed, and not when half of it was written', () => {
    const sealed = seal(record, 7)
    expect(sealed.lsn).toBe(7)
    expect(isWhole(sealed)).toBe(true)
    expect(isWhole(torn(sealed))).toBe(false)
  })

  it('is not whole with another number in it', () => {
    const sealed = seal(record, 7)
    expect(isWhole({ ...sealed, lsn: 8 })).toBe(false)
    if ('prev' in sealed) expect(isWhole({ ...sealed, prev: sealed.prev + 1 })).toBe(false)
  })
})
