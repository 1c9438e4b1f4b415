/** A figure's island. Its spec is plain data, so the stage's component takes it as it is. */
export { Figure as default } from '@orrery/stage/figure/Figure.tsx'
