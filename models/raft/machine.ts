/** The state machine that the log drives: a table, and one session a client (§6.3 of the thesis). */
import type { Command, Machine } from './state.ts'

/** Applies a command once: a repeat of what a client's session has passed changes nothing. */
export function applyCommand(machine: Machine, command: Command): Machine {
  if (command.kind !== 'set' || wasApplied(machine, command)) return machine
  return {
    data: { ...machine.data, [command.key]: command.value },
    sessions: { ...machine.sessions, [command.client]: command.serial },
  }
}

/** Whether a client's command took effect already. */
export function wasApplied(machine: Machine, command: { client: string; serial: number }): boolean {
  return (machine.sessions[command.client] ?? 0) >= command.serial
}
