import { clock } from '../simulate/clock.ts'
export const now = clock
