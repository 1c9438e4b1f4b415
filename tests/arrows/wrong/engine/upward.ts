import { draw } from '../models/draw.ts'
export const engine = draw
