/**
 * A small server for dist/, as a host would serve it: right types, validators, compression, files with a
 * hash in their name kept for a year, the page's own security policy as a header, and the 404 page.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const compressed = new Set(['.html', '.css', '.js', '.mjs', '.json', '.xml', '.svg', '.txt'])

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

/** The policy in the page, with what only a header can say. */
function policyOf(html) {
  const meta = /<meta http-equiv="content-security-policy" content="([^"]*)">/.exec(html)
  return meta ? `${meta[1]}; frame-ancestors 'self'` : "default-src 'self'; frame-ancestors 'self'"
}

/** The file for a path: itself, the index of a folder, a redirect to the folder, or nothing. */
function find(root, pathname) {
  let path
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  const file = join(root, path)
  if (path.includes('\0') || !existsSync(file)) return undefined
  const real = realpathSync(file)
  if (real !== root && !real.startsWith(root + sep)) return undefined
  if (!statSync(real).isDirectory()) return path.endsWith('/') ? undefined : { file: real }
  if (!existsSync(join(real, 'index.html'))) return undefined
  return path.endsWith('/')
    ? { file: join(real, 'index.html') }
    : { redirect: `/${pathname.replace(/^\/+/, '')}/` }
}

/** Serves a folder. The caller listens. */
export function staticServer(folder) {
  const root = realpathSync(folder)
  /** Bodies, by path, time of change and encoding: each is read and compressed once. */
  const kept = new Map()

  function load(file) {
    const key = `${file} ${statSync(file).mtimeMs}`
    let entry = kept.get(key)
    if (entry === undefined) {
      const body = readFileSync(file)
      entry = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
      kept.set(key, entry)
    }
    return entry
  }

  function encoded(entry, extension, accept) {
    if (!compressed.has(extension) || entry.body.length < 512) return { body: entry.body }
    if (/\bbr\b/.test(accept)) {
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
      return { body: (entry.br ??= brotliCompressSync(entry.body, { params })), encoding: 'br' }
    }
    if (/\bgzip\b/.test(accept)) return { body: (entry.gzip ??= gzipSync(entry.body)), encoding: 'gzip' }
    return { body: entry.body }
  }

  return createServer((request, response) => {
    const send = (status, headers, body) => {
      response.writeHead(status, { ...always, ...headers })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(405, { allow: 'GET, HEAD', 'content-type': types['.txt'] }, 'Only GET and HEAD.\n')
    const { pathname, search } = new URL(`http://host${request.url}`)
    const found = find(root, pathname)
    if (found?.redirect) return send(308, { location: found.redirect + search }, '')
    const file = found?.file ?? join(root, '404.html')
    if (!existsSync(file)) return send(404, { 'content-type': types['.txt'] }, 'Not found.\n')

    const extension = extname(file)
    const entry = load(file)
    const { body, encoding } = encoded(entry, extension, request.headers['accept-encoding'] ?? '')
    const etag = encoding ? entry.etag.replace(/"$/, `-${encoding}"`) : entry.etag
    const headers = {
      'content-type': types[extension] ?? 'application/octet-stream',
      'content-length': body.length,
      'cache-control': pathname.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      etag,
      ...(encoding && { 'content-encoding': encoding }),
      ...(extension === '.html' && { 'content-security-policy': policyOf(entry.body.toString('utf8')) }),
    }
    if (found && request.headers['if-none-match'] === etag) {
      delete headers['content-length']
      return send(304, headers)
    }
    return send(found ? 200 : 404, headers, body)
  })
}

/**
 * Listens, and gives the address.
 * @throws Error in words for a person when the port is taken or not allowed
 */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new Error(
            `Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} npm start`,
          ),
        )
      else if (error.code === 'EACCES')
        reject(new Error(`Port ${port} needs more rights. Choose one above 1023: PORT=4321 npm start`))
      else reject(error)
    })
    server.listen(port, () => resolve(`http://localhost:${port}`))
  })
}

/** The port that PORT asks for, or 4321. @throws Error when it is not a port */
export function wantedPort() {
  const text = process.env.PORT ?? '4321'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new Error(`PORT must be a number from 1 to 65535, not "${text}".`)
  return port
}
