import type { draw } from '../models/draw.ts'
export type Right = typeof draw
