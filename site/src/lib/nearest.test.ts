import { describe, expect, it } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

describe('edit distance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['', 'raft', 4],
    ['raft', 'raft', 0],
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })
})

describe('nearest addresses', () => {
  const pages = ['/', '/explainers/', '/explainers/raft/', '/explainers/lamport-clock/', '/about/']

  it.each([
    ['/explainers/rafd/', '/explainers/raft/'],
    ['/raft', '/explainers/raft/'],
    ['/concepts/lamport-clocks', '/explainers/lamport-clock/'],
    ['/nope/lamprt', '/explainers/lamport-clock/'],
    ['/abuot/', '/about/'],
    ['/ABOUT', '/about/'],
  ])('%s is meant as %s', (asked, page) => {
    expect(nearest(asked, pages)[0]).toBe(page)
  })

  it('offers nothing where nothing is near, and does bounded work', () => {
    expect(nearest('/wp-login.php', pages)).toEqual([])
    expect(nearest(`/${'x'.repeat(1_000_000)}`, pages)).toEqual([])
  })
})
