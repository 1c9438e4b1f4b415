/** Serves dist/ on a free port for the time of the tests; its address is in ORRERY_URL. */
import { serveDist } from '../../scripts/lib/served.mjs'

export default async function serve(): Promise<() => void> {
  const { url, stop } = await serveDist()
  process.env['ORRERY_URL'] = url
  return stop
}
