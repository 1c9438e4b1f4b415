/** The engine: the types that everyone shares, the timed driver, the exhaustive driver, judgements. */
export * from './model/index.ts'
export * from './simulate/index.ts'
