/** The engine: the types that everyone shares, the timed driver, the exhaustive driver, judgements. */
export * from './model/index.ts'
export * from './simulate/index.ts'
export { answer, explore, type Host, type Signal } from './explore/explore.ts'
export { questionOf, recipeOf, type Wish } from './explore/question.ts'
export type * from './explore/types.ts'
export {
  linearizable,
  type Call,
  type DataModel,
  type Limits,
  type Judgement as Linearizability,
} from './check/linearizable.ts'
