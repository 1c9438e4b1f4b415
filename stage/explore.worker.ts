/** The explorer in a worker of its own, with the model that is asked about. */
import { serve, type Order } from '@orrery/engine/explore/worker.ts'
import { models } from '@orrery/models/index.ts'

serve({
  post: (report) => postMessage(report),
  listen: (hear) => addEventListener('message', (message: MessageEvent<Order>) => hear(message.data)),
  load: async (id) => {
    const load = Object.hasOwn(models, id) ? models[id] : undefined
    if (load === undefined) throw new RangeError(`there is no model “${id}”`)
    return (await load()).model
  },
  now: () => performance.now(),
  later: (go) => setTimeout(go, 0),
})
