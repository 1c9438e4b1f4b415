/** The server that start, serve and the browser tests use, over a small folder. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, staticServer } from './lib/static.mjs'

const folder = mkdtempSync(join(tmpdir(), 'orrery-static-'))
const page = `<!doctype html><meta http-equiv="content-security-policy" content="default-src 'self'">${'x'.repeat(900)}`
let server: ReturnType<typeof staticServer>
let url = ''

beforeAll(async () => {
  mkdirSync(join(folder, 'dist', 'about'), { recursive: true })
  mkdirSync(join(folder, 'dist', '_astro'))
  writeFileSync(join(folder, 'dist', 'index.html'), page)
  writeFileSync(join(folder, 'dist', '404.html'), '<!doctype html>none')
  writeFileSync(join(folder, 'dist', 'about', 'index.html'), page)
  writeFileSync(join(folder, 'dist', '_astro', 'a.3f2.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'dist', 'link.txt'))
  server = staticServer(join(folder, 'dist'))
  await listen(server, 0)
  url = `http://localhost:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** As sent: fetch would tidy up the path. */
function raw(path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(`${url}/`, { path }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

describe('the static server', () => {
  it('serves a page with its policy as a header, compressed, and answers 304 when nothing changed', async () => {
    const response = await fetch(`${url}/`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(page)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'self'; frame-ancestors 'self'")
    expect(response.headers.get('content-encoding')).toMatch(/br|gzip/)
    const etag = response.headers.get('etag')!
    expect((await fetch(`${url}/`, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  it('keeps files with a hash in their name for a year', async () => {
    const response = await fetch(`${url}/_astro/a.3f2.js`)
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(response.headers.get('cache-control')).toContain('immutable')
  })

  it('redirects to the folder, and keeps the query', async () => {
    const response = await fetch(`${url}/about?x=1`, { redirect: 'manual' })
    expect(response.status).toBe(308)
    expect(response.headers.get('location')).toBe('/about/?x=1')
    // Two slashes would name another host.
    const twice = await fetch(`${url}//about`, { redirect: 'manual' })
    expect(twice.headers.get('location')).toBe('/about/')
  })

  it('answers 404 with the page for it, and 405 to what changes things', async () => {
    const response = await fetch(`${url}/nothing/here`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('none')
    expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(405)
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/link.txt',
    '/%00',
    '/%E0%A4%A',
    '//x',
  ])('gives nothing outside its folder: %s', async (path) => {
    const { status, body } = await raw(path)
    expect(status).toBe(404)
    expect(body).not.toContain('secret')
  })

  it('says in words that a port is taken', async () => {
    const { port } = server.address() as AddressInfo
    await expect(listen(staticServer(join(folder, 'dist')), port)).rejects.toThrow(/Port \d+ is taken/)
  })
})
