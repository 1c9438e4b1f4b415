/** What happened, in sentences. */
import type { Event } from '@orrery/engine/model/action.ts'
import { commandLabel, requestLabel } from './labels.ts'
import type { Command, Reply, Request } from './state.ts'

/** The protocol's own notes and its clients' questions in words; undefined where the engine's words do. */
export function tell(event: Event): string | undefined {
  const { node = '', data = {} } = event
  const term = String(data['term'])
  const index = String(data['index'])
  switch (event.type) {
    case 'pre-candidate':
      return `${node} asks whether it could win term ${Number(data['term']) + 1}.`
    case 'candidate':
      return `${node} stands for election in term ${term} and votes for itself.`
    case 'votes':
      return `${node} votes for ${String(data['for'])} in term ${term}.`
    case 'leader':
      return `${node} leads term ${term}, with the votes of ${(data['votes'] as readonly string[]).join(', ')}.`
    case 'follows':
      return `${node} follows ${String(data['leader'])} in term ${term}.`
    case 'steps-down':
      return `${node} no longer leads.`
    case 'no-quorum':
      return `${node} hears from no majority.`
    case 'appends':
      return `${node} appends entry ${index}: ${commandLabel(data['command'] as Command)}, term ${term}.`
    case 'stores':
      return `${node} stores entries from ${index} on.`
    case 'truncates':
      return `${node} deletes its entries from ${index} on.`
    case 'mismatch':
      return `${node} has no such entry ${index}: its log differs from ${String(data['from'])}'s.`
    case 'commits':
      return `${node} commits entry ${index}: ${commandLabel(data['command'] as Command)}.`
    case 'confirms':
      return `${node} checks that it still leads, to read as of entry ${index}.`
    case 'compacts':
      return `${node} folds its log up to ${index} into a snapshot.`
    case 'installs':
      return `${node} takes the snapshot up to ${index} from ${String(data['from'])}.`
    case 'waits':
      return `${node} is not a member and waits.`
    case 'request': {
      const request = data['request'] as Request
      const who = 'client' in request ? `Client ${request.client}` : 'An operator'
      return `${who} asks ${node}: ${requestLabel(request)}.`
    }
    case 'reply':
      return answer(node, data['request'] as Request, data['value'] as Reply)
    default:
      return undefined
  }
}

function answer(node: string, request: Request, reply: Reply): string {
  const what = requestLabel(request)
  if (!reply.ok) return `${node} refuses: ${what} (${reply.why.replaceAll('-', ' ')}).`
  if (request.kind !== 'get') return `${node} answers: ${what} is done.`
  return `${node} answers: ${request.key} ${reply.value === undefined ? 'has no value' : `is ${reply.value}`}.`
}
