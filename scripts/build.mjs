/** `npm run build`: the static site, in dist/. Installs the packages first if they are missing. */
import { build } from './lib/build.mjs'
import { installIfNeeded } from './lib/install.mjs'

try {
  installIfNeeded()
  await build()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
