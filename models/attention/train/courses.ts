/** The two trainings whose weights are kept: equal but for the mask, and for how long it takes them. */
import { stored, restored, type StoredWeights } from '../weights.ts'
import { accuracy, blindAccuracy, course, initial, train, type Course, type Score } from './train.ts'

export const courses: Readonly<Record<'masked' | 'unmasked', Course>> = {
  masked: course,
  // It only has to look one place ahead: there is nothing left to learn after this.
  unmasked: { ...course, steps: 600, rules: { mask: false, scale: true } },
}

/** Sequences tested on, all with patterns that training never showed. */
export const TESTED = 2000

/** Trains, and says now and then how far it has come. The weights returned are the ones as stored. */
export function* taught(plan: Course): Generator<{ step: number; loss: number }, StoredWeights> {
  const weights = initial(plan)
  let step = 0
  let recent = 0
  let last = 0
  for (const loss of train(weights, plan)) {
    recent += loss / 100
    if (++step % 100 !== 0) continue
    last = recent
    yield { step, loss: recent }
    recent = 0
  }
  const { seed, steps, batch, rate, rules } = plan
  const rounded = restored(stored(weights, {}))
  const percent = ({ right, of }: Score): number => Number(((100 * right) / of).toFixed(2))
  return stored(weights, {
    seed,
    steps,
    batch,
    rate,
    mask: rules.mask ? 'on' : 'off',
    loss: Number(last.toFixed(4)),
    accuracy: percent(accuracy(rounded, rules, TESTED)),
    accuracyBlind: percent(blindAccuracy(rounded, rules, TESTED)),
  })
}
