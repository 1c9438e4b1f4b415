/**
 * What queueing theory says of M/M/c, to be drawn beside the run and never inside it. Nothing in the
 * run reads these numbers. M. Harchol-Balter, Performance Modeling and Design of Computer Systems,
 * Cambridge 2013, chapters 13 and 14.
 */

/**
 * Erlang's C formula: the share of customers that must wait.
 * @param servers c
 * @param load utilisation of each server, rho, from 0 to below 1
 */
export function erlangC(servers: number, load: number): number {
  // Erlang B by its recurrence, which keeps factorials out; then C from B.
  const offered = servers * load
  let blocked = 1
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked)
  return blocked / (1 - load * (1 - blocked))
}

/** Mean number waiting. */
export function meanWaiting(servers: number, load: number): number {
  return (erlangC(servers, load) * load) / (1 - load)
}

/** Mean number in the system: waiting and in service. With one server, rho / (1 - rho). */
export function meanInSystem(servers: number, load: number): number {
  return meanWaiting(servers, load) + servers * load
}
